/** A copy of what is being typed, in this tab only, so that a reload or an expired session loses nothing. */
import { onScopeDispose, watch, type Ref } from 'vue'

/** Never kept: what must not lie about in a browser. */
const SECRET = new Set(['tax_id', 'bank_account', 'password'])

const scrub = (key: string, value: unknown) => (SECRET.has(key) ? undefined : value)

const at = (name: string) => `lend.typed.${name}`

export function recall<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(at(name))
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

export const forgetTyped = (name: string) => sessionStorage.removeItem(at(name))

/** Writes the source 300 ms after the last key and when the page is left. `saved` hears when. */
export function mirror<T>(
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
    sessionStorage.setItem(at(name), JSON.stringify(source.value, scrub))
    saved(new Date())
  }
  const stop = watch(
    source,
    () => {
      dirty = true
      clearTimeout(timer)
      timer = setTimeout(write, 300)
    },
    { deep: true },
  )
  const end = () => {
    stop()
    clearTimeout(timer)
    window.removeEventListener('pagehide', write)
  }
  window.addEventListener('pagehide', write)
  onScopeDispose(() => {
    write()
    end()
  })
  return () => {
    dirty = false
    end()
    forgetTyped(name)
  }
}
