/** Reads again what is on the screen when a record of its kind changed anywhere that this user may see. */
import { onScopeDispose } from 'vue'
import type { Hint } from '@/api/types'
import { useLive } from './hub'

const GATHER = 80

/** A payment is many hints at once: they are gathered into one read. `concerns` leaves out other records. */
export function useFresh(
  entities: readonly string[],
  read: () => unknown,
  concerns: (hint: Hint) => boolean = () => true,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (hint: Hint) => {
    if (hint.kind !== 'resync' && !concerns(hint)) return
    clearTimeout(timer)
    timer = setTimeout(() => void read(), GATHER)
  }
  for (const entity of entities) useLive(entity, '*', soon)
  onScopeDispose(() => clearTimeout(timer))
}
