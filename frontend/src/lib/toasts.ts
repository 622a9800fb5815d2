/** Short messages that disappear; one with an action stays for ten seconds. */
import { shallowReactive } from 'vue'

export interface Toast {
  id: number
  text: string
  tone: 'ok' | 'danger' | 'info'
  action?: { label: string; run: () => void }
  seconds: number
  /** Of a topic only the latest is shown: an older offer to undo no longer holds. */
  topic?: string
}

const MOST = 3
export const toasts = shallowReactive<Toast[]>([])
let last = 0

export function toast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
  const seconds = more.seconds ?? (more.action ? 10 : 6)
  const id = ++last
  for (const old of toasts.filter(({ topic }) => more.topic && topic === more.topic))
    dismiss(old.id)
  while (toasts.length >= MOST) toasts.shift()
  toasts.push({ id, text, tone: 'info', ...more, seconds })
  setTimeout(() => dismiss(id), seconds * 1000)
  return id
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((shown) => shown.id === id)
  if (index >= 0) toasts.splice(index, 1)
}
