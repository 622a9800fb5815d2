/** Application status: active loans, what is in arrears, and what became of the rest. */
import type { StatusReport } from '@/api/reports'
import { date, dollars, monthName } from '@/lib/au'
import { humanise } from '@/lib/words'
import {
  HEADS,
  amountCell,
  arrearsCell,
  endCell,
  endHeads,
  headCells,
  numberOf,
  type ChartSpec,
  type View,
} from './view'
import { t } from './words'

export const statusView = (report: StatusReport): View => ({
  finding: finding(report),
  figures: figures(report),
  charts: [byStatus(report), settledByMonth(report), arrearsByAge(report)],
  heads: [
    ...HEADS,
    { text: t('status') },
    ...endHeads(t('balance'), t('overdue'), t('daysPastDue'), t('maturity')),
  ],
  rows: report.rows.map((row) => [
    ...headCells(row),
    { text: statusText(row.status) },
    amountCell(row.balance),
    arrearsCell(row.overdue),
    endCell(row.days_past_due ? t('days', { n: row.days_past_due }) : '–'),
    endCell(date(row.maturity_date)),
  ]),
  total: report.rows_total,
})

/** The report's own codes: an active application has no loan yet, a late loan is in arrears. */
const STATUSES: Record<string, string> = { active: t('inProgress'), late: t('inArrears') }
const statusText = (status: string) => STATUSES[status] ?? humanise(status)

function finding({ totals }: StatusReport): string {
  const n = totals.performing.count + totals.late.count
  if (!n) return t('noLoans', { n: totals.active.count })
  const late = totals.late.count
  return late ? t('activeInArrears', { n, late }) : t('activeNoArrears', { n })
}

const figures = ({ totals }: StatusReport): View['figures'] => [
  {
    label: t('inProgress'),
    value: String(totals.active.count),
    note: dollars(totals.active.amount),
  },
  {
    label: t('performing'),
    value: String(totals.performing.count),
    note: dollars(totals.performing.balance),
  },
  {
    label: t('inArrears'),
    value: String(totals.late.count),
    note: dollars(totals.late.overdue),
    tone: totals.late.count ? 'danger' : undefined,
  },
  {
    label: t('settled'),
    value: String(totals.settled.count),
    note: dollars(totals.settled.amount),
  },
]

function byStatus({ totals }: StatusReport): ChartSpec {
  const shares: [string, number][] = [
    [t('inProgress'), totals.active.count],
    [t('performing'), totals.performing.count],
    [t('inArrears'), totals.late.count],
    [t('discharged'), totals.discharged.count + totals.written_off.count],
    [t('lost'), totals.declined.count + totals.withdrawn.count],
  ]
  return {
    id: 'shares',
    title: t('byStatus'),
    kind: 'doughnut',
    unit: 'count',
    of: t('status'),
    labels: shares.map(([label]) => label),
    series: [{ label: t('count'), values: shares.map(([, count]) => count) }],
  }
}

const settledByMonth = ({ series: { by_month: months } }: StatusReport): ChartSpec => ({
  id: 'months',
  title: t('settledByMonth'),
  kind: 'line',
  unit: 'money',
  of: t('monthColumn'),
  labels: months.map(({ month }) => monthName(month)),
  series: [{ label: t('settled'), values: months.map(({ settled }) => numberOf(settled.amount)) }],
})

const arrearsByAge = ({ series: { arrears } }: StatusReport): ChartSpec => ({
  id: 'arrears',
  title: t('arrearsByAge'),
  kind: 'bar',
  unit: 'money',
  of: t('daysPastDue'),
  labels: arrears.map(({ bucket }) => t('bucket', { bucket: bucket.replace('-', '–') })),
  series: [
    {
      label: t('overdue'),
      values: arrears.map(({ overdue }) => numberOf(overdue)),
      danger: true,
    },
  ],
})
