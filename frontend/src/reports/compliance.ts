/** Repayment compliance: how much was paid on time, and what is overdue. */
import type { ComplianceReport } from '@/api/reports'
import { date, dollars, monthName, percent } from '@/lib/au'
import {
  HEADS,
  amountCell,
  arrearsCell,
  endCell,
  endHeads,
  headCells,
  listLink,
  nameOf,
  numberOf,
  type ChartSpec,
  type View,
} from './view'
import { t } from './words'

export const complianceView = (report: ComplianceReport): View => ({
  finding: finding(report),
  figures: figures(report),
  charts: [onTimeByMonth(report), instalmentsByMonth(report), onTimeByBdm(report)],
  heads: [...HEADS, ...endHeads(t('due'), t('onTimeRate'), t('overdue'), t('oldestOverdue'))],
  rows: report.rows.map((row) => [
    ...headCells(row),
    amountCell(row.due.amount),
    endCell(percent(row.on_time_rate)),
    arrearsCell(row.overdue.outstanding),
    endCell(date(row.oldest_overdue)),
  ]),
  total: report.rows_total,
})

function finding({ totals }: ComplianceReport): string {
  if (totals.on_time_rate === null) return t('complianceNone')
  const values = { rate: percent(totals.on_time_rate), amount: dollars(totals.overdue.outstanding) }
  return t(totals.overdue.count ? 'complianceOverdue' : 'compliance', values)
}

const figures = ({ totals }: ComplianceReport): View['figures'] => [
  { label: t('onTimeRate'), value: percent(totals.on_time_rate) },
  {
    label: t('due'),
    value: dollars(totals.due.amount),
    note: t('instalments', { n: totals.due.count }),
  },
  {
    label: t('received'),
    value: dollars(totals.received.amount),
    note: t('payments', { n: totals.received.count }),
  },
  {
    label: t('overdue'),
    value: dollars(totals.overdue.outstanding),
    note: t('instalments', { n: totals.overdue.count }),
    tone: totals.overdue.count ? 'danger' : undefined,
  },
]

const onTimeByMonth = ({ series: { by_month: months } }: ComplianceReport): ChartSpec => ({
  id: 'rate',
  title: t('onTimeByMonth'),
  kind: 'line',
  unit: 'percent',
  of: t('monthColumn'),
  labels: months.map(({ month }) => monthName(month)),
  series: [
    { label: t('onTimeRate'), values: months.map(({ on_time_rate: rate }) => numberOf(rate)) },
  ],
})

const instalmentsByMonth = ({ series: { by_month: months } }: ComplianceReport): ChartSpec => ({
  id: 'split',
  title: t('instalmentsByMonth'),
  kind: 'stacked',
  unit: 'count',
  of: t('monthColumn'),
  labels: months.map(({ month }) => monthName(month)),
  series: [
    { label: t('onTime'), values: months.map(({ paid_on_time: paid }) => paid.count) },
    { label: t('paidLate'), values: months.map(({ paid_late: late }) => late.count) },
    { label: t('notDue'), values: months.map(({ outstanding }) => outstanding.count) },
    { label: t('overdue'), values: months.map(({ overdue }) => overdue.count), danger: true },
  ],
})

function onTimeByBdm({ series }: ComplianceReport): ChartSpec {
  const bdms = series.by_bd.filter(({ on_time_rate: rate }) => rate !== null)
  return {
    id: 'bd',
    title: t('onTimeByBdm'),
    kind: 'across',
    unit: 'percent',
    of: t('bdm'),
    labels: bdms.map(nameOf),
    series: [
      { label: t('onTimeRate'), values: bdms.map(({ on_time_rate: rate }) => numberOf(rate)) },
    ],
    links: bdms.map(listLink),
  }
}
