/** What a report shows: its finding in a sentence, figures, charts as plain numbers, and rows. */
import { dollars, isZero, money } from '@/lib/au'
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
  heads: Omit<Cell, 'to' | 'tone'>[]
  rows: Cell[][]
  total: number
}

interface Named {
  id?: string | null
  name: string | null
}
interface ReportRow {
  application_id: string
  reference_number: string
  client_names: string[]
  bd: Named | null
}

export const numberOf = (value: string | null | undefined) => (value == null ? null : Number(value))
export const nameOf = (person: Named | null) => person?.name ?? t('notAssigned')
export const listLink = ({ id }: { id: string | null }) => (id ? `/applications?bd_id=${id}` : '')

/** The first columns of every report: the application, its client and its BDM. */
export const HEADS = [{ text: t('application') }, { text: t('client') }, { text: t('bdm') }]
export const headCells = (row: ReportRow): Cell[] => [
  { text: row.reference_number, to: `/applications/${row.application_id}` },
  { text: row.client_names.join(', ') || '–' },
  { text: nameOf(row.bd) },
]

export const endHeads = (...texts: string[]) => texts.map((text) => ({ text, end: true }))
export const endCell = (text: string): Cell => ({ text, end: true })
export const amountCell = (amount: string | null | undefined): Cell => endCell(dollars(amount))
/** Red as soon as there is anything in arrears. */
export const arrearsCell = (amount: string | null | undefined): Cell => ({
  ...amountCell(amount),
  tone: isZero(amount) ? undefined : 'danger',
})

/** A chart's number as its table shows it. */
export function unitText(value: number | null, unit: Unit): string {
  if (value === null) return '–'
  if (unit === 'percent') return `${value}%`
  return unit === 'money' ? money(value.toFixed(2)) : String(value)
}
