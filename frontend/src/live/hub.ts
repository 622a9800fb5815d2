/** Who wants to hear of what. A hint says that something changed; the listener goes and looks. */
import { onScopeDispose } from 'vue'
import { clientId } from '@/api/http'
import type { Hint } from '@/api/types'

type Listener = (hint: Hint) => void
interface Interest {
  entity: string
  id: string
  held: () => number
  hear: Listener
}

const interests = new Set<Interest>()
const RESYNC: Hint = { kind: 'resync', entity: '*', id: '*' }

/** `id` may be "*". `held` is the version on the screen: hints of that or older ones are no news. */
export function subscribe(
  entity: string,
  id: string,
  hear: Listener,
  held: () => number = () => -1,
): () => void {
  const interest = { entity, id, held, hear }
  interests.add(interest)
  return () => void interests.delete(interest)
}

export function useLive(entity: string, id: string, hear: Listener, held?: () => number): void {
  onScopeDispose(subscribe(entity, id, hear, held))
}

/** The echo of what this very page did. */
export const isOwn = (hint: Hint) => hint.client_id === clientId

export function tell(hint: Hint): void {
  if (hint.kind === 'resync') return tellAll()
  const mine = isOwn(hint)
  for (const one of [...interests]) {
    if (one.entity !== hint.entity || (one.id !== '*' && one.id !== hint.id)) continue
    const held = one.held()
    const known =
      hint.version !== undefined && held >= 0 && (mine ? hint.version <= held : hint.version < held)
    if (!known) one.hear(hint)
  }
}

/** After a gap that cannot be replayed everybody looks again. */
export function tellAll(): void {
  for (const one of [...interests]) one.hear(RESYNC)
}
