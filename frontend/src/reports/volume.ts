/** Application volume: what was lodged and settled, by stage, month and BDM. */
import type { VolumeReport } from '@/api/reports'
import { date, dollars, monthName, percent } from '@/lib/au'
import {
  HEADS,
  amountCell,
  endCell,
  endHeads,
  headCells,
  listLink,
  nameOf,
  type ChartSpec,
  type View,
} from './view'
import { t } from './words'

type StageLabel = (code: string) => string

export const volumeView = (report: VolumeReport, stage: StageLabel): View => ({
  finding: finding(report),
  figures: figures(report),
  charts: [byStage(report, stage), byMonth(report), byBdm(report)],
  heads: [
    ...HEADS,
    { text: t('stage') },
    ...endHeads(t('amount'), t('lodgedOn'), t('daysInStage')),
  ],
  rows: report.rows.map((row) => [
    ...headCells(row),
    { text: stage(row.stage) },
    amountCell(row.loan_amount),
    endCell(date(row.lodged_on)),
    endCell(String(row.days_in_stage ?? '–')),
  ]),
  total: report.rows_total,
})

function finding({ totals: { lodged, settled } }: VolumeReport): string {
  if (!lodged.count) return t('volumeNone')
  const amount = dollars(lodged.amount)
  return t('volume', { n: lodged.count, amount, settled: settled.count })
}

const figures = ({ totals }: VolumeReport): View['figures'] => [
  {
    label: t('lodged'),
    value: String(totals.lodged.count),
    note: dollars(totals.lodged.amount),
  },
  {
    label: t('inProgress'),
    value: String(totals.in_progress.count),
    note: dollars(totals.in_progress.amount),
  },
  {
    label: t('settled'),
    value: String(totals.settled.count),
    note: dollars(totals.settled.amount),
  },
  { label: t('conversion'), value: percent(totals.conversion_rate) },
  { label: t('daysToSettle'), value: totals.mean_days_to_settle ?? '–' },
]

function byStage({ series }: VolumeReport, label: StageLabel): ChartSpec {
  const stages = series.by_stage.filter(({ count }) => count)
  return {
    id: 'stages',
    title: t('byStage'),
    kind: 'across',
    unit: 'count',
    of: t('stage'),
    labels: stages.map(({ stage }) => label(stage)),
    series: [{ label: t('count'), values: stages.map(({ count }) => count) }],
    links: stages.map(({ stage }) => `/applications?stage=${stage}`),
  }
}

const byMonth = ({ series: { by_month: months } }: VolumeReport): ChartSpec => ({
  id: 'months',
  title: t('lodgedAndSettled'),
  kind: 'line',
  unit: 'count',
  of: t('monthColumn'),
  labels: months.map(({ month }) => monthName(month)),
  series: [
    { label: t('lodged'), values: months.map(({ lodged }) => lodged.count) },
    { label: t('settled'), values: months.map(({ settled }) => settled.count) },
  ],
})

function byBdm({ series }: VolumeReport): ChartSpec {
  const bdms = series.by_bd
    .filter(({ lodged }) => lodged.count)
    .sort((a, b) => b.lodged.count - a.lodged.count)
  return {
    id: 'bd',
    title: t('lodgedByBdm'),
    kind: 'across',
    unit: 'count',
    of: t('bdm'),
    labels: bdms.map(nameOf),
    series: [{ label: t('lodged'), values: bdms.map(({ lodged }) => lodged.count) }],
    links: bdms.map(listLink),
  }
}
