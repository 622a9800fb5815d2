/** Single-key shortcuts: ignored while typing or in a dialog, and people can switch them off (WCAG 2.1.4). */
import { onScopeDispose } from 'vue'

export type Keys = Record<string, (event: KeyboardEvent) => void>
const OFF = 'lend.keys.off'

export const keysOff = () => localStorage.getItem(OFF) === '1'
export const switchKeys = (off: boolean) => localStorage.setItem(OFF, off ? '1' : '0')

/** Names are `event.key`, or "mod+k"; "g a" is two keys within a second. */
export function useKeys(map: Keys): void {
  let first = ''
  let timer = 0
  const listen = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const name = `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key === '?' ? '?' : key}`
    if (!mod && !event.altKey && (isTyping(event) || (keysOff() && key.length === 1))) return
    const action = map[`${first} ${name}`] ?? map[name]
    window.clearTimeout(timer)
    first = ''
    if (action) {
      event.preventDefault()
      action(event)
    } else if (!mod && key.length === 1) {
      first = name
      timer = window.setTimeout(() => (first = ''), 1000)
    }
  }
  window.addEventListener('keydown', listen)
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}

function isTyping(event: KeyboardEvent): boolean {
  const at = event.target instanceof Element ? event.target : null
  return Boolean(
    at?.closest(
      'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]',
    ),
  )
}

export const modKey = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl+'
