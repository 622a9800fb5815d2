/** The rows on the screen: a changed row is tinted in place, new rows wait until they are asked for. */
import { useQuery } from '@pinia/colada'
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { listApplications } from '@/api/applications'
import type { ApplicationFilter, ApplicationPage, ApplicationRow } from '@/api/types'
import { useLive } from '@/live/hub'
import { LIST } from '@/applications/queries'

const SIZE = 50
const GATHER = 60

/** As many pages as the address asks for, one after the other. */
async function fetchPages(filter: ApplicationFilter, pages: number): Promise<ApplicationPage> {
  const first = await listApplications({ ...filter, limit: SIZE })
  let [items, next] = [first.items, first.next]
  for (let page = 1; page < pages && next; page++) {
    const more = await listApplications({ ...filter, limit: SIZE, cursor: next })
    items = [...items, ...more.items]
    next = more.next
  }
  return { ...first, items, next }
}

export function useRows(filter: ComputedRef<ApplicationFilter>, pages: ComputedRef<number>) {
  const view = computed(() => JSON.stringify([filter.value, pages.value]))
  const { data, error, refetch, isPlaceholderData } = useQuery({
    key: () => [...LIST, view.value],
    query: () => fetchPages(filter.value, pages.value),
    placeholderData: (previous: ApplicationPage | undefined) => previous,
  })
  const rows = shallowRef<ApplicationRow[]>([])
  const changed = ref(new Set<string>())
  const fresh = computed(() => countNew(data.value?.items ?? [], rows.value))
  let shownView = ''

  function adopt() {
    rows.value = data.value?.items ?? []
    shownView = isPlaceholderData.value ? '' : view.value
  }
  function update() {
    if (!data.value) return
    if (shownView !== view.value || !rows.value.length) return adopt()
    const merged = mergeRows(rows.value, data.value.items)
    rows.value = merged.rows
    changed.value = merged.changed
  }
  watch([data, isPlaceholderData], update, { immediate: true })
  useLiveRefetch(refetch)
  return { rows, changed, fresh, adopt, page: data, error, refetch }
}

const countNew = (items: ApplicationRow[], rows: ApplicationRow[]) =>
  items.filter((item) => !rows.some((row) => row.id === item.id)).length

/** Rows keep their place on the screen; what is gone from the answer is removed. */
function mergeRows(rows: ApplicationRow[], items: ApplicationRow[]) {
  const latest = new Map(items.map((item) => [item.id, item]))
  const kept = rows.filter(({ id }) => latest.has(id))
  const changed = kept.filter(({ id, version }) => latest.get(id)!.version > version)
  return {
    rows: kept.map(({ id }) => latest.get(id)!),
    changed: new Set(changed.map(({ id }) => id)),
  }
}

function useLiveRefetch(refetch: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  useLive('application', '*', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void refetch(), GATHER)
  })
}
