/** Brokers, BDMs and branches as the choices of a field. */
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { listParties, type Entry, type Kind } from '@/api/parties'
import type { Page } from '@/api/types'

const MOST = 200

export const nameOptions = (entries: readonly { id: string; name: string }[]) =>
  entries.map(({ id, name }) => ({ value: id, label: name }))

export function useDirectory<K extends Kind>(kind: K, enabled: () => boolean = () => true) {
  const { data } = useQuery({
    key: [kind],
    query: () => listParties(kind, { limit: MOST }) as Promise<Page<Entry[K]>>,
    enabled,
  })
  const entries = computed(() => data.value?.items ?? [])
  return {
    entries,
    options: computed(() => nameOptions(entries.value)),
    loaded: computed(() => Boolean(data.value)),
  }
}
