/** A draft of what is being typed, in this tab only, so that a reload or an expired session loses nothing. */
import { onScopeDispose, watch, type Ref } from 'vue'

const PREFIX = 'lend.typed.'
const PAUSE = 300
/** Never stored in a browser. */
const SECRET = new Set(['tax_id', 'bank_account', 'password'])

const scrub = (key: string, value: unknown) => (SECRET.has(key) ? undefined : value)

export function readDraft<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + name)
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

/** Drafts do not outlive the session on a shared machine. */
export function clearDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}

/** Writes the source 300 ms after the last key and when the page is left. Returns how to discard the draft. */
export function useDraft<T>(
  name: string,
  source: Ref<T>,
  saved: (at: Date) => void = () => undefined,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false
  const write = () => {
    clearTimeout(timer)
    if (!dirty) return
    dirty = false
    sessionStorage.setItem(PREFIX + name, JSON.stringify(source.value, scrub))
    saved(new Date())
  }
  watch(
    source,
    () => {
      dirty = true
      clearTimeout(timer)
      timer = setTimeout(write, PAUSE)
    },
    { deep: true },
  )
  window.addEventListener('pagehide', write)
  onScopeDispose(() => {
    write()
    window.removeEventListener('pagehide', write)
  })
  return () => {
    dirty = false
    clearTimeout(timer)
    sessionStorage.removeItem(PREFIX + name)
  }
}
