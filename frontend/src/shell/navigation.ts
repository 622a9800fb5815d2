/** The pages this user can go to. */
import { Bell, Building2, ChartNoAxesColumn, FileText, Scale, UsersRound } from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useSession } from '@/session/store'
import { t } from './words'

export interface Place {
  to: string
  label: string
  icon: Component
  key: string
}

export function usePlaces() {
  const session = useSession()
  return computed<Place[]>(() => [
    { to: '/applications', label: t('applications'), icon: FileText, key: 'a' },
    { to: '/notifications', label: t('notifications'), icon: Bell, key: 'n' },
    ...(session.may('reports.read')
      ? [{ to: '/reports', label: t('reports'), icon: ChartNoAxesColumn, key: 'r' }]
      : []),
    ...(session.may('parties.directory')
      ? [{ to: '/parties', label: t('directory'), icon: Building2, key: 'b' }]
      : []),
    ...(session.may('finance.books')
      ? [{ to: '/finance/trial-balance', label: t('trialBalance'), icon: Scale, key: 'l' }]
      : []),
    ...(session.may('users.admin')
      ? [{ to: '/admin/users', label: t('users'), icon: UsersRound, key: 'u' }]
      : []),
  ])
}
