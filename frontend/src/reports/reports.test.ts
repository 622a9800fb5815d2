import { expect, test, vi } from 'vitest'
import { http, HttpResponse } from 'msw'
import { IDS } from '@@/data.ts'
import { open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { router } from '@/router'
import { reports } from '@@/views.ts'
import type { ComplianceReport, StatusReport, VolumeReport } from '@/api/reports'
import { compliance, said, status, volume } from './figures'
import { daysOf, presetOf } from './period'

vi.mock('./ChartCanvas.vue', async () => {
  const { h } = await import('vue')
  return {
    __esModule: true,
    default: {
      props: ['spec', 'describedBy'],
      render(this: { spec: { title: string } }) {
        return h('p', `drawn: ${this.spec.title}`)
      },
    },
  }
})
const none = new URLSearchParams()

test('a report leads with its finding; its numbers are there as a table', async () => {
  await open('/reports')
  await sees('91.2% of repayments were paid on time; $5,110 is overdue')
  await sees('drawn: Share paid on time, by month')
  await press('Show as table: Share paid on time, by month')
  await sees('Apr 202678.2%')
  await press('Application volume')
  await sees(/applications for .* were lodged/)
  await press('Application status')
  await sees(/loans are open, 4 of them late/)
})

test('the period is named or typed, and the address holds it', async () => {
  await open('/reports/application-volume')
  await type('Period', 'own')
  await type('From', '1/7/26')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ from: '2026-07-01' }))
  await type('To', 'someday')
  await sees('Enter a date like')
  await type('BDM', IDS.bd)
  await vi.waitFor(() =>
    expect(router.currentRoute.value.query).toEqual({ from: '2026-07-01', bd_id: IDS.bd }),
  )
  await type('Period', 'all')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ bd_id: IDS.bd }))
})

test('what is down says so; the export says why it failed', async () => {
  server.use(
    http.get('*/api/reports/:key/', () =>
      HttpResponse.json({ code: 'unavailable', request_id: 'req-9' }, { status: 503 }),
    ),
  )
  await open('/reports/application-status')
  await sees('This report cannot be shown right now')
  await press('Export CSV')
  await sees('does not answer right now')
})

test('a broker has no reports', async () => {
  await open('/reports', 'broker')
  await sees('Your role does not open this page')
})

test.each([
  ['month', '2026-11-01', '2026-11-30'],
  ['fy', '2026-07-01', '2027-06-30'],
  ['lastFy', '2025-07-01', '2026-06-30'],
  ['all', '', ''],
] as const)('%s is %s to %s', (preset, from, to) => {
  expect(daysOf(preset, '2026-11-24')).toEqual({ from, to })
  expect(presetOf(from, to, '2026-11-24')).toBe(preset)
})
test('other days are one’s own', () => expect(presetOf('2026-01-01', '', '2026-11-24')).toBe('own'))

test('findings of an empty period', () => {
  const good = reports('repayment-compliance', none) as unknown as ComplianceReport
  good.totals.overdue.count = 0
  expect(compliance(good).finding).toBe('91.2% of repayments were paid on time')
  good.totals.on_time_rate = null
  expect(compliance(good).finding).toMatch('No repayment fell due')
  const book = reports('application-volume', none) as unknown as VolumeReport
  book.totals.lodged.count = 0
  expect(volume(book, String).finding).toMatch('No application')
  const open = reports('application-status', none) as unknown as StatusReport
  open.totals.late.count = 0
  expect(status(open).finding).toBe('52 loans are open and none is late')
  open.totals.performing.count = 0
  expect(status(open).finding).toMatch('No loan has settled')
  expect([
    said(null, 'count'),
    said(3, 'count'),
    said(45.5, 'percent'),
    said(1200.5, 'money'),
  ]).toEqual(['–', '3', '45.5%', '$1,200.50'])
  expect(text()).toBeDefined()
})
