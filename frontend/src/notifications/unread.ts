/** The newest notifications and how many are unread, kept fresh by the socket. */
import { useQuery, useQueryCache } from '@pinia/colada'
import { computed } from 'vue'
import { listNotifications } from '@/api/notifications'
import { useLive } from '@/live/hub'

export const KEY = ['notifications'] as const
const LATEST = 8

export function useUnread() {
  const cache = useQueryCache()
  const { data, error, refetch } = useQuery({
    key: [...KEY, 'latest'],
    query: () => listNotifications({ limit: LATEST }),
  })
  useLive('notification', '*', () => void cache.invalidateQueries({ key: KEY }))
  return {
    unread: computed(() => data.value?.unread ?? 0),
    latest: computed(() => data.value?.items ?? []),
    loaded: computed(() => data.value !== undefined),
    error,
    refetch,
  }
}
