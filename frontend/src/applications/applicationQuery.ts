/** Reads one application for all its tabs, and again whenever something about it changes. */
import { useQuery, useQueryCache } from '@pinia/colada'
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { readApplication } from '@/api/applications'
import type { Application, Hint } from '@/api/types'
import { useFresh } from '@/live/fresh'
import { isOwn, useLive } from '@/live/hub'
import { useSession } from '@/session/store'
import { partiesOf } from './parties'
import { LIST, applicationKey } from './queries'

/** Records of other services that the application shows copies of. */
const COPIED = ['fee', 'document', 'loan', 'instalment', 'funding'] as const
const SETTLE = [250, 900, 2500]
const POLL = [700, 1500, 3000, 5000, 8000, 13_000]
const CHANGED_BY_FOR = 4000

const isPending = (application: Application | undefined) =>
  Object.values(application?.provisioning ?? {}).includes('pending')
const hasParty = (application: Application | undefined, id: string) =>
  Boolean(application && partiesOf(application).some(({ party }) => party.id === id))

export function useApplicationQuery(id: Ref<string>) {
  const cache = useQueryCache()
  const { data, error, refetch } = useQuery({
    key: () => applicationKey(id.value),
    query: () => readApplication(id.value),
    staleTime: 0,
  })
  const settle = useSettle(refetch)
  const changedBy = useChangedBy()

  const version = () => data.value?.version ?? -1
  useHints(id, version, refetch, changedBy.note)
  for (const entity of ['person', 'company'])
    useLive(entity, '*', (hint) => hasParty(data.value, hint.id) && void refetch())
  useFresh(
    COPIED,
    () => settle([900]),
    (hint) =>
      hint.entity !== 'instalment' ||
      Boolean(data.value?.repayments.some((repayment) => repayment.id === hint.id)),
  )
  useFresh(['condition'], refetch)
  usePolling(
    () => [isPending(data.value), id.value],
    () => isPending(data.value),
    refetch,
  )

  const refresh = async () => {
    void cache.invalidateQueries({ key: LIST })
    return refetch()
  }
  return { data, error, refetch, refresh, settle: () => settle(SETTLE), changedBy: changedBy.name }
}

/** Reads the application again when it or one of its notes changed. */
function useHints(
  id: Ref<string>,
  version: () => number,
  refetch: () => Promise<unknown>,
  note: (hint: Hint) => void,
) {
  function onChange(hint: Hint) {
    note(hint)
    void refetch()
  }
  const onApplication = (hint: Hint) => {
    if (hint.kind === 'resync') void refetch()
    else if (hint.id === id.value) onChange(hint)
  }
  useLive('application', '*', onApplication, version)
  useLive('note', '*', onChange)
}

/** Reads at once, and again after each of the waits; a later call replaces the waits of an earlier one. */
function useSettle(refetch: () => Promise<unknown>) {
  let timers: ReturnType<typeof setTimeout>[] = []
  const clear = () => timers.forEach((timer) => clearTimeout(timer))
  onScopeDispose(clear)
  return async (waits: number[]) => {
    clear()
    timers = waits.map((wait) => setTimeout(() => void refetch(), wait))
    return refetch()
  }
}

/** The name of whoever else changed the application a moment ago. */
function useChangedBy() {
  const session = useSession()
  const name = ref('')
  /** My own changes come back over the socket too, also from the services that follow. */
  const isMine = (hint: Hint) =>
    isOwn(hint) || (hint.actor?.id !== undefined && hint.actor.id === session.user?.id)
  const note = (hint: Hint) => {
    if (hint.entity === 'application' && hint.kind !== 'resync' && !isMine(hint))
      name.value = hint.actor?.name ?? ' '
  }
  watch(name, (_now, _before, onCleanup) => {
    const fade = setTimeout(() => (name.value = ''), CHANGED_BY_FOR)
    onCleanup(() => clearTimeout(fade))
  })
  return { name, note }
}

/** While parties are being saved a hint may say when they are; polling makes sure. */
function usePolling(
  source: () => unknown[],
  pending: () => boolean,
  refetch: () => Promise<unknown>,
) {
  let timer: ReturnType<typeof setTimeout> | undefined
  function poll(round: number) {
    const wait = POLL[round]
    if (wait)
      timer = setTimeout(() => void refetch().then(() => pending() && poll(round + 1)), wait)
  }
  watch(
    source,
    () => {
      clearTimeout(timer)
      if (pending()) poll(0)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
