/** The open application: read once for all its tabs, and again whenever somebody changes it. */
import { useQuery, useQueryCache } from '@pinia/colada'
import {
  computed,
  inject,
  onScopeDispose,
  provide,
  ref,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import { readApplication } from '@/api/applications'
import type { Application, Hint } from '@/api/types'
import { useFresh } from '@/live/fresh'
import { isOwn, useLive } from '@/live/hub'
import { useSession } from '@/session/store'
import { LIST, one } from '@/applications/queries'

export interface Detail {
  app: Ref<Application>
  refetch: () => Promise<unknown>
  /** Take over what an answer said, and let the list know. */
  refresh: () => Promise<unknown>
  /** The same after something was done at another service, whose word reaches the application a moment later. */
  settle: () => Promise<unknown>
  /** Asks who looks after it. */
  assign: () => void
}
const KEY: InjectionKey<Detail> = Symbol('detail')
const SETTLE = [250, 900, 2500]
/** What others keep, and the application shows. */
const PARTS = ['fee', 'document', 'loan', 'instalment', 'funding'] as const
const POLL = [700, 1500, 3000, 5000, 8000, 13_000]

export function useDetailQuery(id: Ref<string>) {
  const cache = useQueryCache()
  const { data, error, refetch } = useQuery({
    key: () => one(id.value),
    query: () => readApplication(id.value),
    staleTime: 0,
  })
  const changedBy = ref('')
  const session = useSession()
  /** What I do comes back over the socket too, also from the services that follow: no news to me. */
  const byMe = (hint: Hint) =>
    isOwn(hint) || (hint.actor?.id !== undefined && hint.actor.id === session.user?.id)
  let timer: ReturnType<typeof setTimeout> | undefined

  function hear(hint: Hint) {
    if (hint.entity === 'application' && hint.kind !== 'resync' && !byMe(hint))
      changedBy.value = hint.actor?.name ?? ' '
    void refetch()
  }
  const mine = (hint: Hint) => hint.id === id.value && hear(hint)
  useLive(
    'application',
    '*',
    (hint) => (hint.kind === 'resync' ? void refetch() : mine(hint)),
    () => data.value?.version ?? -1,
  )
  useLive('note', '*', hear)
  for (const entity of ['person', 'company'])
    useLive(entity, '*', (hint) => ours(data.value, hint.id) && void refetch())

  useFresh(
    PARTS,
    () => settle([900]),
    (hint) =>
      hint.entity !== 'instalment' ||
      Boolean(data.value?.repayments.some((row) => row.id === hint.id)),
  )
  useFresh(['condition'], refetch)

  let settling: ReturnType<typeof setTimeout>[] = []
  async function settle(waits = SETTLE) {
    settling.forEach(clearTimeout)
    settling = waits.map((wait) => setTimeout(() => void refetch(), wait))
    return refetch()
  }

  /** Parties are recorded a moment after lodging; a hint may tell, a look now and then surely does. */
  watch(
    () => [isPending(data.value), id.value],
    ([pending]) => {
      clearTimeout(timer)
      if (pending) look(0)
    },
    { immediate: true },
  )
  function look(round: number) {
    const wait = POLL[round]
    if (wait)
      timer = setTimeout(
        () => void refetch().then(() => isPending(data.value) && look(round + 1)),
        wait,
      )
  }
  watch(changedBy, (name, _, onCleanup) => {
    const fade = setTimeout(() => (changedBy.value = ''), 4000)
    onCleanup(() => clearTimeout(fade))
    return name
  })
  onScopeDispose(() => [timer, ...settling].forEach((one) => clearTimeout(one)))

  const refresh = async () => {
    void cache.invalidateQueries({ key: LIST })
    return refetch()
  }
  return { data, error, refetch, refresh, settle: () => settle(), changedBy }
}

const isPending = (app: Application | undefined) =>
  Object.values(app?.provisioning ?? {}).includes('pending')
const ours = (app: Application | undefined, id: string) =>
  Boolean(
    app && [...app.borrowers, ...app.companies, ...app.guarantors].some((party) => party.id === id),
  )

export const provideDetail = (detail: Detail) => provide(KEY, detail)

export function useDetail(): Detail {
  const detail = inject(KEY)
  if (!detail) throw new Error('Only inside an open application')
  return detail
}

export const nameOf = (app: Application) =>
  [...app.borrowers, ...app.companies]
    .map(
      (party) =>
        party.name ||
        party.entity_name ||
        [party.first_name, party.last_name].filter(Boolean).join(' '),
    )
    .filter(Boolean)
    .join(', ')

export const useNames = (app: Ref<Application>) => computed(() => nameOf(app.value))
