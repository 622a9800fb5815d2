/** A search field that follows the address: what is typed goes there after a pause. */
import { onScopeDispose, ref, watch } from 'vue'

const PAUSE = 250

export function useSearch(current: () => string, apply: (text: string) => void) {
  const typed = ref<string | null | undefined>(current())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    timer = setTimeout(() => (text ?? '') !== current() && apply(text ?? ''), PAUSE)
  })
  watch(current, (text) => (typed.value = text))
  onScopeDispose(() => clearTimeout(timer))
  return typed
}
