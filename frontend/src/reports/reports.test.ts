import { expect, test, vi } from 'vitest'
import { http, HttpResponse } from 'msw'
import { IDS } from '@@/data.ts'
import { open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { router } from '@/router'
import { reports } from '@@/views.ts'
import type { ComplianceReport, StatusReport, VolumeReport } from '@/api/reports'
import { complianceView } from './compliance'
import { statusView } from './status'
import { unitText } from './view'
import { volumeView } from './volume'
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
  await sees('91.2% of repayments paid on time, $5,110 overdue')
  await sees('drawn: Paid on time, by month')
  await press('Show as table: Paid on time, by month')
  await sees('Apr 202678.2%')
  await press('Application volume')
  await sees(/applications lodged for /)
  await press('Application status')
  await sees(/active loans, 4 in arrears/)
})

test('the period is named or typed, and the address holds it', async () => {
  await open('/reports/application-volume')
  await type('Period', 'custom')
  await type('From', '1/7/26')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ from: '2026-07-01' }))
  await type('To', 'someday')
  await sees('Enter a date, e.g.')
  await type('BDM', IDS.bd)
  await vi.waitFor(() =>
    expect(router.currentRoute.value.query).toEqual({ from: '2026-07-01', bd_id: IDS.bd }),
  )
  await type('Period', 'all')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ bd_id: IDS.bd }))
})

test('a report that is unavailable says so; so does a failed export', async () => {
  server.use(
    http.get('*/api/reports/:key/', () =>
      HttpResponse.json({ code: 'unavailable', request_id: 'req-9' }, { status: 503 }),
    ),
  )
  await open('/reports/application-status')
  await sees('This report is temporarily unavailable')
  await press('Export CSV')
  await sees('Try again shortly')
})

test('a broker has no reports', async () => {
  await open('/reports', 'broker')
  await sees('You don’t have access to this page')
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
test('other days are a custom range', () =>
  expect(presetOf('2026-01-01', '', '2026-11-24')).toBe('custom'))

test('findings of an empty period', () => {
  const good = reports('repayment-compliance', none) as unknown as ComplianceReport
  good.totals.overdue.count = 0
  expect(complianceView(good).finding).toBe('91.2% of repayments paid on time')
  good.totals.on_time_rate = null
  expect(complianceView(good).finding).toMatch('No repayments due')
  const report = reports('application-volume', none) as unknown as VolumeReport
  report.totals.lodged.count = 0
  expect(volumeView(report, String).finding).toMatch('No applications lodged')
  const open = reports('application-status', none) as unknown as StatusReport
  open.totals.late.count = 0
  expect(statusView(open).finding).toBe('52 active loans, none in arrears')
  open.totals.performing.count = 0
  expect(statusView(open).finding).toMatch('No loans settled')
  expect([
    unitText(null, 'count'),
    unitText(3, 'count'),
    unitText(45.5, 'percent'),
    unitText(1200.5, 'money'),
  ]).toEqual(['–', '3', '45.5%', '$1,200.50'])
  expect(text()).toBeDefined()
})
