/** What a report says: its finding in a sentence, a few figures, its charts as plain numbers, its rows. */
import type { ComplianceReport, StatusReport, VolumeReport } from '@/api/reports'
import { date, dollars, isZero, money, monthName } from '@/lib/au'
import { humanise } from '@/lib/words'
import type { Figure } from '@/ui/Figures.vue'
import { t } from './words'

export type Unit = 'count' | 'money' | 'percent'
export interface Series {
  label: string
  values: (number | null)[]
  danger?: boolean
}
export interface ChartSpec {
  id: string
  title: string
  kind: 'line' | 'bar' | 'stacked' | 'across' | 'doughnut'
  unit: Unit
  /** What the labels are: the head of the table's first column. */
  of: string
  labels: string[]
  series: Series[]
  /** Where a bar leads, by label. */
  links?: string[]
}
export interface Cell {
  text: string
  to?: string
  end?: boolean
  tone?: 'danger'
}
export interface View {
  finding: string
  figures: Figure[]
  charts: ChartSpec[]
  heads: { text: string; end?: boolean }[]
  rows: Cell[][]
  total: number
}

const percent = (value: string | null | undefined) => (value == null ? '–' : `${value}%`)
const number = (value: string | null | undefined) => (value == null ? null : Number(value))
const who = (one: { name: string | null; id?: string | null } | null) =>
  one?.name ?? t('unassigned')
const head = (row: {
  application_id: string
  reference_number: string
  client_names: string[]
  bd: { name: string | null } | null
}): Cell[] => [
  { text: row.reference_number, to: `/applications/${row.application_id}` },
  { text: row.client_names.join(', ') || '–' },
  { text: who(row.bd) },
]
const HEADS = [{ text: t('application') }, { text: t('client') }, { text: t('bdm') }]
const ends = (...texts: string[]) => texts.map((text) => ({ text, end: true }))
const amount = (text: string | null | undefined, danger = false): Cell => ({
  text: dollars(text),
  end: true,
  tone: danger && !isZero(text) ? 'danger' : undefined,
})

export function compliance({ totals, series, rows, rows_total: total }: ComplianceReport): View {
  const months = series.by_month.map((one) => monthName(one.month))
  const people = series.by_bd.filter((one) => one.on_time_rate !== null)
  const values = { rate: percent(totals.on_time_rate), amount: dollars(totals.overdue.outstanding) }
  return {
    finding:
      totals.on_time_rate === null
        ? t('fComplianceNone')
        : t(totals.overdue.count ? 'fComplianceLate' : 'fCompliance', values),
    figures: [
      { label: t('rate'), value: percent(totals.on_time_rate) },
      {
        label: t('due'),
        value: dollars(totals.due.amount),
        note: t('nInstalments', { n: totals.due.count }),
      },
      {
        label: t('received'),
        value: dollars(totals.received.amount),
        note: t('nPayments', { n: totals.received.count }),
      },
      {
        label: t('overdue'),
        value: dollars(totals.overdue.outstanding),
        note: t('nInstalments', { n: totals.overdue.count }),
        tone: totals.overdue.count ? 'danger' : undefined,
      },
    ],
    charts: [
      {
        id: 'rate',
        title: t('cRate'),
        kind: 'line',
        unit: 'percent',
        of: t('group'),
        labels: months,
        series: [
          { label: t('rate'), values: series.by_month.map((one) => number(one.on_time_rate)) },
        ],
      },
      {
        id: 'split',
        title: t('cSplit'),
        kind: 'stacked',
        unit: 'count',
        of: t('group'),
        labels: months,
        series: [
          { label: t('onTime'), values: series.by_month.map((one) => one.paid_on_time.count) },
          { label: t('late'), values: series.by_month.map((one) => one.paid_late.count) },
          { label: t('outstanding'), values: series.by_month.map((one) => one.outstanding.count) },
          {
            label: t('overdue'),
            values: series.by_month.map((one) => one.overdue.count),
            danger: true,
          },
        ],
      },
      {
        id: 'bd',
        title: t('cByBd'),
        kind: 'across',
        unit: 'percent',
        of: t('bdm'),
        labels: people.map(who),
        series: [{ label: t('rate'), values: people.map((one) => number(one.on_time_rate)) }],
        links: people.map(listOf),
      },
    ],
    heads: [...HEADS, ...ends(t('due'), t('rate'), t('overdue'), t('oldest'))],
    rows: rows.map((row) => [
      ...head(row),
      amount(row.due.amount),
      { text: percent(row.on_time_rate), end: true },
      amount(row.overdue.outstanding, true),
      { text: date(row.oldest_overdue), end: true },
    ]),
    total,
  }
}

export function volume(
  { totals, series, rows, rows_total: total }: VolumeReport,
  stage: (code: string) => string,
): View {
  const standing = series.by_stage.filter((one) => one.count)
  const people = [...series.by_bd]
    .filter((one) => one.lodged.count)
    .sort((a, b) => b.lodged.count - a.lodged.count)
  return {
    finding: totals.lodged.count
      ? t('fVolume', {
          n: totals.lodged.count,
          amount: dollars(totals.lodged.amount),
          settled: totals.settled.count,
        })
      : t('fVolumeNone'),
    figures: [
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
      { label: t('days'), value: totals.mean_days_to_settle ?? '–' },
    ],
    charts: [
      {
        id: 'stages',
        title: t('cStage'),
        kind: 'across',
        unit: 'count',
        of: t('stage'),
        labels: standing.map((one) => stage(one.stage)),
        series: [{ label: t('count'), values: standing.map((one) => one.count) }],
        links: standing.map((one) => `/applications?stage=${one.stage}`),
      },
      {
        id: 'months',
        title: t('cMonths'),
        kind: 'line',
        unit: 'count',
        of: t('group'),
        labels: series.by_month.map((one) => monthName(one.month)),
        series: [
          { label: t('lodged'), values: series.by_month.map((one) => one.lodged.count) },
          { label: t('settled'), values: series.by_month.map((one) => one.settled.count) },
        ],
      },
      {
        id: 'bd',
        title: t('cBd'),
        kind: 'across',
        unit: 'count',
        of: t('bdm'),
        labels: people.map(who),
        series: [{ label: t('lodged'), values: people.map((one) => one.lodged.count) }],
        links: people.map(listOf),
      },
    ],
    heads: [...HEADS, { text: t('stage') }, ...ends(t('amount'), t('lodgedOn'), t('inStage'))],
    rows: rows.map((row) => [
      ...head(row),
      { text: stage(row.stage) },
      amount(row.loan_amount),
      { text: date(row.lodged_on), end: true },
      { text: String(row.days_in_stage ?? '–'), end: true },
    ]),
    total,
  }
}

export function status({ totals, series, rows, rows_total: total }: StatusReport): View {
  const open = totals.performing.count + totals.late.count
  const shares: [string, number][] = [
    [t('active'), totals.active.count],
    [t('performing'), totals.performing.count],
    [t('lateLoans'), totals.late.count],
    [t('ended'), totals.discharged.count + totals.written_off.count],
    [t('lost'), totals.declined.count + totals.withdrawn.count],
  ]
  return {
    finding: !open
      ? t('fStatusNone', { n: totals.active.count })
      : totals.late.count
        ? t('fStatus', { n: open, late: totals.late.count })
        : t('fStatusGood', { n: open }),
    figures: [
      {
        label: t('active'),
        value: String(totals.active.count),
        note: dollars(totals.active.amount),
      },
      {
        label: t('performing'),
        value: String(totals.performing.count),
        note: dollars(totals.performing.balance),
      },
      {
        label: t('lateLoans'),
        value: String(totals.late.count),
        note: dollars(totals.late.overdue),
        tone: totals.late.count ? 'danger' : undefined,
      },
      {
        label: t('settled'),
        value: String(totals.settled.count),
        note: dollars(totals.settled.amount),
      },
    ],
    charts: [
      {
        id: 'shares',
        title: t('cShares'),
        kind: 'doughnut',
        unit: 'count',
        of: t('status'),
        labels: shares.map(([label]) => label),
        series: [{ label: t('count'), values: shares.map(([, count]) => count) }],
      },
      {
        id: 'months',
        title: t('cSettled'),
        kind: 'line',
        unit: 'money',
        of: t('group'),
        labels: series.by_month.map((one) => monthName(one.month)),
        series: [
          { label: t('settled'), values: series.by_month.map((one) => number(one.settled.amount)) },
        ],
      },
      {
        id: 'arrears',
        title: t('cArrears'),
        kind: 'bar',
        unit: 'money',
        of: t('pastDue'),
        labels: series.arrears.map((one) =>
          t('bucketDays', { bucket: one.bucket.replace('-', '–') }),
        ),
        series: [
          {
            label: t('overdue'),
            values: series.arrears.map((one) => number(one.overdue)),
            danger: true,
          },
        ],
      },
    ],
    heads: [
      ...HEADS,
      { text: t('status') },
      ...ends(t('balance'), t('overdue'), t('pastDue'), t('maturity')),
    ],
    rows: rows.map((row) => [
      ...head(row),
      { text: humanise(row.status) },
      amount(row.balance),
      amount(row.overdue, true),
      { text: row.days_past_due ? t('nDays', { n: row.days_past_due }) : '–', end: true },
      { text: date(row.maturity_date), end: true },
    ]),
    total,
  }
}

const listOf = (one: { id: string | null }) => (one.id ? `/applications?bd_id=${one.id}` : '')

/** A chart's number as its table says it. */
export function said(value: number | null, unit: Unit): string {
  if (value === null) return '–'
  return unit === 'percent'
    ? `${value}%`
    : unit === 'money'
      ? money(value.toFixed(2))
      : String(value)
}
