/** Whether the browser has a network, and whether the page is offline. */
import { onScopeDispose, ref, watch } from 'vue'
import { connection } from './socket'

const PATIENCE = 5000
export const online = ref(navigator.onLine)
window.addEventListener('online', () => (online.value = true))
window.addEventListener('offline', () => (online.value = false))

/** True once the page has been without its socket for five seconds, or without a network. */
export function useCutOff() {
  const cutOff = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    [connection, online],
    ([state, net]) => {
      clearTimeout(timer)
      if (state === 'live' && net) cutOff.value = false
      else if (!net) cutOff.value = true
      else if (state === 'waiting' || state === 'connecting')
        timer = setTimeout(() => (cutOff.value = true), PATIENCE)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return cutOff
}
