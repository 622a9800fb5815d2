/** What is looked at: each page, as whom, and in which state. */
import type { Page } from 'playwright-core'
import { IDS, db, fill } from '../mocks/data.ts'

const app = `/applications/${IDS.app}`

export interface View {
  name: string
  at: string
  role?: string
  full?: boolean
  before?: () => void
  act?: (page: Page) => Promise<unknown>
}
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click()
export const VIEWS: View[] = [
  { name: 'login', at: '/login', role: 'nobody' },
  { name: 'login-error', at: '/login', role: 'nobody', act: press('Sign in') },
  { name: 'list', at: '/applications' },
  { name: 'home-client', at: '/applications', role: 'client', before: () => fill(db.app) },
  {
    name: 'list-filters',
    at: '/applications?stage=inquiry&created_from=2026-01-01',
    act: async (page) =>
      page
        .getByRole('button', { name: /^Filters/ })
        .click({ timeout: 500 })
        .catch(() => 0),
  },
  { name: 'list-empty', at: '/applications?q=zzz' },
  { name: 'form', at: '/applications/new', full: true },
  { name: 'form-errors', at: '/applications/new', role: 'broker', act: press('Lodge application') },
  {
    name: 'form-parties',
    at: '/applications/new',
    full: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Add company or trust' }).click()
      await page.getByRole('button', { name: 'Add guarantor' }).click()
      await page.getByLabel('ACN').fill('004 085 616')
      await page.getByLabel('ABN').fill('51 824 753 557')
      await page.getByLabel('Loan amount').fill('750k')
      await page.getByText('Employment, income').first().click()
      await page.getByRole('button', { name: 'Add', exact: true }).first().click()
    },
  },
  { name: 'overview', at: app, full: true },
  {
    name: 'overview-ready',
    at: app,
    role: 'bd',
    before: () => Object.assign(db.app, { bd_id: IDS.bd, bd: db.bdms[0] }),
  },
  { name: 'stage', at: app, act: press('Change stage') },
  {
    name: 'decline',
    at: app,
    act: async (page) => {
      await press('Change stage')(page)
      await press('Decline')(page)
    },
  },
  { name: 'assign', at: app, act: press('Assign BDM') },
  { name: 'parties-tab', at: `${app}/parties`, full: true },
  { name: 'notes-tab', at: `${app}/notes` },
  { name: 'history-tab', at: `${app}/history` },
  {
    name: 'missing',
    at: app,
    full: true,
    before: () =>
      Object.assign(db, {
        waits: {
          to: 'valuation_ordered',
          label: 'Order valuation',
          missing: [
            {
              code: 'parties_incomplete',
              detail: 'Complete Bellbird Developments Pty Ltd: address, email or phone.',
            },
            { code: 'solvency', detail: 'Answer all solvency questions.' },
            {
              code: 'privacy_consent',
              detail: 'Record the privacy consent of John Doe, Ethan Williams.',
            },
            {
              code: 'finance_pending',
              detail: 'The fees are still being set up. This takes a moment.',
            },
          ],
        },
      }),
  },
  { name: 'overview-settled', at: app, full: true, before: () => fill(db.app) },
  { name: 'documents-tab', at: `${app}/documents`, before: () => fill(db.app) },
  { name: 'documents-none', at: `${app}/documents`, role: 'broker' },
  {
    name: 'upload',
    at: `${app}/documents`,
    before: () => fill(db.app),
    act: async (page) => {
      await press('Upload')(page)
      await page.getByLabel('Type').selectOption('signed_form')
    },
  },
  {
    name: 'versions',
    at: `${app}/documents`,
    before: () => fill(db.app),
    act: async (page) => {
      await press(/^More actions for Indicative/)(page)
      await page.getByRole('menuitem', { name: 'Versions' }).click()
    },
  },
  {
    name: 'preview',
    at: `${app}/documents`,
    before: () => fill(db.app),
    act: press(/^View Indicative/),
  },
  {
    name: 'checklist-tab',
    at: `${app}/checklist`,
    full: true,
    role: 'bd',
    before: () => fill(db.app),
  },
  {
    name: 'condition',
    at: `${app}/checklist`,
    before: () => fill(db.app),
    act: press(/^Mark satisfied: First/),
  },
  { name: 'repayments-tab', at: `${app}/repayments`, full: true, before: () => fill(db.app) },
  {
    name: 'repayments-client',
    at: `${app}/repayments`,
    role: 'client',
    before: () => fill(db.app),
  },
  {
    name: 'payment',
    at: `${app}/repayments`,
    before: () => fill(db.app),
    act: press(/instalment 3$/),
  },
  { name: 'fees-tab', at: `${app}/fees`, full: true, before: () => fill(db.app) },
  {
    name: 'fee-pay',
    at: `${app}/fees`,
    before: () => fill(db.app),
    act: press(/^Record payment: Legal/),
  },
  {
    name: 'fee-charge',
    at: `${app}/fees`,
    before: () => fill(db.app),
    act: async (page) => {
      await press('Add fee')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Add fee' }).click()
    },
  },
  { name: 'ledger-tab', at: `${app}/ledger`, full: true, before: () => fill(db.app) },
  { name: 'timeline-tab', at: `${app}/history`, full: true, before: () => fill(db.app) },
  {
    name: 'funding',
    at: app,
    before: () => fill(db.app),
    act: async (page) => {
      await press('New version')(page)
      await page.getByText('Net advance').last().waitFor()
    },
  },
  { name: 'edit-party', at: `${app}/parties`, act: press('Edit John Doe') },
  { name: 'trial-balance', at: '/finance/trial-balance', full: true },
  {
    name: 'report-compliance',
    at: '/reports/repayment-compliance',
    full: true,
    act: (page) => page.locator('canvas').first().waitFor(),
  },
  {
    name: 'report-volume',
    at: '/reports/application-volume?from=2026-07-01&to=2027-06-30',
    full: true,
    act: (page) => page.locator('canvas').first().waitFor(),
  },
  {
    name: 'report-status',
    at: '/reports/application-status',
    full: true,
    act: (page) => page.locator('canvas').first().waitFor(),
  },
  {
    name: 'report-table',
    at: '/reports/application-volume?from=2026-02-01',
    full: true,
    act: press(/^Show as table/),
  },
  { name: 'preferences', at: '/settings/notifications', full: true },
  { name: 'application-not-found', at: '/applications/0199a000-0000-7000-8000-00000000dead' },
  { name: 'notifications', at: '/notifications' },
  { name: 'bell', at: '/notifications', act: press(/^Notifications,/) },
  { name: 'brokers', at: '/parties/brokers' },
  { name: 'add-broker', at: '/parties/brokers', act: press('Add broker') },
  { name: 'branches', at: '/parties/branches' },
  { name: 'users', at: '/admin/users' },
  { name: 'add-user', at: '/admin/users', act: press('Add user') },
  { name: 'not-found', at: '/nowhere' },
  { name: 'not-allowed', at: '/admin/users', role: 'broker' },
  { name: 'palette', at: '/applications', act: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', at: '/applications', act: (page) => page.keyboard.press('?') },
]
