/** The users as filtered by the address, and (de)activating them. */
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { changeUser, listUsers } from '@/api/auth'
import { asProblem } from '@/api/problem'
import type { Page, Role, User } from '@/api/types'
import { useUrlState } from '@/lib/urlState'
import { toast } from '@/lib/toasts'
import { t } from './words'

export function useUsers() {
  const { state, set, model } = useUrlState(['q', 'role', 'active', 'limit'])
  const limit = computed(() => Math.min(200, Number(state.value.limit) || 50))
  const { data, error, refetch } = useQuery({
    key: () => ['users', JSON.stringify(state.value)],
    query: () =>
      listUsers({
        limit: limit.value,
        ...(state.value.q ? { q: state.value.q } : {}),
        ...(state.value.role ? { role: state.value.role as Role } : {}),
        ...(state.value.active ? { active: state.value.active === 'true' } : {}),
      }),
    placeholderData: (previous: Page<User> | undefined) => previous,
  })

  /** Deactivating ends the user's sessions; it can be undone from the toast or the row. */
  async function setActive(user: User, active: boolean) {
    try {
      const changed = await changeUser(user.id, { active }, user.version)
      const undo = { label: t('undo'), run: () => void setActive(changed, true) }
      toast(t(active ? 'activated' : 'deactivated', { name: user.name }), {
        tone: 'ok',
        action: active ? undefined : undo,
      })
    } catch (thrown) {
      const problem = asProblem(thrown)
      toast(problem.status === 412 ? t('changedMeanwhile') : problem.message, { tone: 'danger' })
    }
    await refetch()
  }
  return {
    state,
    set,
    model,
    data,
    problem: computed(() => error.value && asProblem(error.value)),
    refetch,
    setActive,
    limit,
  }
}
