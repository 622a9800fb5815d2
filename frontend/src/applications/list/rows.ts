/** The rows on the screen: other people's changes tint a row in place, new rows wait until they are asked for. */
import { useQuery } from '@pinia/colada'
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { listApplications } from '@/api/applications'
import type { ApplicationFilter, ApplicationPage, ApplicationRow } from '@/api/types'
import { useLive } from '@/live/hub'
import { LIST } from '@/applications/queries'

const SIZE = 50

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
  const asked = computed(() => JSON.stringify([filter.value, pages.value]))
  const { data, error, refetch, isPlaceholderData } = useQuery({
    key: () => [...LIST, asked.value],
    query: () => fetchPages(filter.value, pages.value),
    placeholderData: (previous: ApplicationPage | undefined) => previous,
  })
  const rows = shallowRef<ApplicationRow[]>([])
  const changed = ref(new Set<string>())
  const fresh = computed(
    () =>
      (data.value?.items ?? []).filter((row) => !rows.value.some((shown) => shown.id === row.id))
        .length,
  )
  let shownFor = ''

  watch(
    [data, isPlaceholderData],
    () => {
      if (!data.value) return
      if (shownFor !== asked.value || !rows.value.length) return adopt()
      merge(data.value.items)
    },
    { immediate: true },
  )

  function adopt() {
    rows.value = data.value?.items ?? []
    shownFor = isPlaceholderData.value ? '' : asked.value
  }

  /** What is on the screen stays where it is; what is gone from the answer goes. */
  function merge(items: ApplicationRow[]) {
    const now = new Map(items.map((row) => [row.id, row]))
    const kept = rows.value.filter((row) => now.has(row.id))
    changed.value = new Set(
      kept.filter((row) => now.get(row.id)!.version > row.version).map((row) => row.id),
    )
    rows.value = kept.map((row) => now.get(row.id)!)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  useLive('application', '*', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void refetch(), 60)
  })
  return { rows, changed, fresh, adopt, page: data, error, refetch }
}
