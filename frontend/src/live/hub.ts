/** Subscriptions to hints. A hint says that something changed; the listener reads it again. */
import { onScopeDispose } from 'vue'
import { clientId } from '@/api/http'
import type { Hint } from '@/api/types'

type Listener = (hint: Hint) => void
interface Interest {
  entity: string
  id: string
  held: () => number
  listener: Listener
}

const interests = new Set<Interest>()
const RESYNC: Hint = { kind: 'resync', entity: '*', id: '*' }

/** `id` may be "*". `held` is the version on the screen: hints of that version or older ones are dropped. */
export function subscribe(
  entity: string,
  id: string,
  listener: Listener,
  held: () => number = () => -1,
): () => void {
  const interest = { entity, id, held, listener }
  interests.add(interest)
  return () => void interests.delete(interest)
}

export function useLive(entity: string, id: string, listener: Listener, held?: () => number): void {
  onScopeDispose(subscribe(entity, id, listener, held))
}

/** The echo of a change that this page made. */
export const isOwn = (hint: Hint) => hint.client_id === clientId

export function publish(hint: Hint): void {
  if (hint.kind === 'resync') return publishToAll()
  for (const interest of [...interests])
    if (concerns(interest, hint) && isNews(interest, hint)) interest.listener(hint)
}

const concerns = (interest: Interest, hint: Hint) =>
  interest.entity === hint.entity && (interest.id === '*' || interest.id === hint.id)

/** Another's hint of the version on the screen may still bring something; my own echo does not. */
function isNews({ held }: Interest, hint: Hint): boolean {
  const shown = held()
  if (hint.version === undefined || shown < 0) return true
  return isOwn(hint) ? hint.version > shown : hint.version >= shown
}

/** After a gap that cannot be replayed every listener reads again. */
export function publishToAll(): void {
  for (const interest of [...interests]) interest.listener(RESYNC)
}
