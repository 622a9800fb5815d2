/** The page's name in the tab: its own, else the route's. */
import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { ownTitle } from '@/lib/title'

export function usePageTitle() {
  const router = useRouter()
  return computed(() => ownTitle.value || router.currentRoute.value.meta.title || '')
}
