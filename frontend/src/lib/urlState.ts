/** The URL is the view: filters, sort and tab are in the query string and survive Back, reload and sharing. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/** The query that is being set: a second change before it arrives must not undo the first. */
let pending: LocationQueryRaw | null = null

export function useUrlState<K extends string>(names: readonly K[]) {
  const [route, router] = [useRoute(), useRouter()]
  const state = computed(() => {
    const values = {} as Record<K, string>
    for (const name of names) {
      const value = route.query[name]
      values[name] = typeof value === 'string' ? value : ''
    }
    return values
  })

  /** Empty values are removed. `keep` replaces the history entry (typing), else Back undoes the change. */
  function set(changes: Partial<Record<K, string>>, keep = false) {
    const query: LocationQueryRaw = { ...(pending ?? route.query), ...changes }
    for (const [name, value] of Object.entries(query)) if (!value) delete query[name]
    pending = query
    void (keep ? router.replace({ query }) : router.push({ query })).finally(() => {
      if (pending === query) pending = null
    })
  }

  /** One name as a v-model. */
  const model = (name: K, keep = false) =>
    computed({
      get: () => state.value[name],
      set: (value: string) => set({ [name]: value } as Partial<Record<K, string>>, keep),
    })
  return { state, set, model }
}
