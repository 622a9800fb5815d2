/** Every address, who may open it, and the page's title. */
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { Problem } from '@/api/problem'
import type { Permission } from '@/session/permissions'
import { useSession } from '@/session/store'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    bare?: boolean
    open?: boolean
    needs?: Permission
  }
}

const detail = () => import('@/applications/detail/DetailPage.vue')

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) =>
    saved ??
    (to.path === from.path || (to.params.id && to.params.id === from.params.id)
      ? false
      : { top: 0 }),
  routes: [
    { path: '/', redirect: '/applications' },
    {
      path: '/login',
      component: () => import('@/session/LoginPage.vue'),
      meta: { title: 'Sign in', bare: true, open: true },
    },
    {
      path: '/applications',
      component: () => import('@/applications/list/ListPage.vue'),
      meta: { title: 'Applications' },
    },
    {
      path: '/applications/new',
      component: () => import('@/applications/lodge/LodgePage.vue'),
      meta: { title: 'New application', needs: 'applications.lodge' },
    },
    {
      path: '/applications/:id',
      component: detail,
      meta: { title: 'Application' },
      children: [
        { path: '', component: () => import('@/applications/detail/overview/OverviewTab.vue') },
        {
          path: 'parties',
          component: () => import('@/applications/detail/parties/PartiesTab.vue'),
        },
        { path: 'notes', component: () => import('@/applications/detail/notes/NotesTab.vue') },
        {
          path: 'documents',
          component: () => import('@/applications/detail/documents/DocumentsTab.vue'),
        },
        {
          path: 'checklist',
          component: () => import('@/applications/detail/checklist/ChecklistTab.vue'),
        },
        {
          path: 'repayments',
          component: () => import('@/applications/detail/money/RepaymentsTab.vue'),
        },
        { path: 'fees', component: () => import('@/applications/detail/money/FeesTab.vue') },
        { path: 'ledger', component: () => import('@/applications/detail/money/LedgerTab.vue') },
        {
          path: 'history',
          component: () => import('@/applications/detail/history/HistoryTab.vue'),
        },
      ],
    },
    {
      path: '/notifications',
      component: () => import('@/notifications/NotificationsPage.vue'),
      meta: { title: 'Notifications' },
    },
    {
      path: '/finance/trial-balance',
      component: () => import('@/finance/TrialBalancePage.vue'),
      meta: { title: 'Trial balance', needs: 'finance.books' },
    },
    { path: '/reports', redirect: '/reports/repayment-compliance' },
    {
      path: '/reports/:key(repayment-compliance|application-volume|application-status)',
      component: () => import('@/reports/ReportPage.vue'),
      meta: { title: 'Reports', needs: 'reports.read' },
    },
    {
      path: '/settings/notifications',
      component: () => import('@/notifications/settings/PreferencesPage.vue'),
      meta: { title: 'Manage notifications' },
    },
    { path: '/parties', redirect: '/parties/brokers' },
    {
      path: '/parties/:kind(brokers|bdms|branches)',
      component: () => import('@/parties/DirectoryPage.vue'),
      meta: { title: 'Directory', needs: 'parties.directory' },
    },
    {
      path: '/admin/users',
      component: () => import('@/admin/UsersPage.vue'),
      meta: { title: 'Users', needs: 'users.admin' },
    },
    {
      path: '/not-allowed',
      component: () => import('@/shell/NotAllowedPage.vue'),
      meta: { title: 'No access' },
    },
    {
      path: '/:rest(.*)*',
      component: () => import('@/shell/NotFoundPage.vue'),
      meta: { title: 'Page not found' },
    },
  ],
})

let isRenewed = false

/** The cookie is tried first; without a session the user signs in and comes back. */
router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.user && !isRenewed) isRenewed = await session.renew().then(() => true, keepTrying)
  if (to.meta.open) return session.user ? target(to) : true
  if (!session.user)
    return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (to.meta.needs && !session.may(to.meta.needs))
    return { path: '/not-allowed', query: { from: to.path } }
  return true
})

/** Without an answer it is not known who is signed in: the next page asks again. */
const keepTrying = (error: unknown) => !(error instanceof Problem)

/** Only paths of our own. */
export const target = (at: RouteLocationNormalized) => {
  const to = typeof at.query.to === 'string' ? at.query.to : ''
  return /^\/(?![/\\])/.test(to) ? to : '/applications'
}
