/** Dates as dd/mm/yyyy. A date without a time stays a "YYYY-MM-DD" string: a Date object would shift it by a zone. */
import { plural } from './plurals'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const TYPED = /^(\d{1,2})[/\-. ]+(\d{1,2}|[a-z]{3,9})[/\-. ,]+(\d{4}|\d{2})$/i
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/

type Zone = { timeZone?: string }
const relative = new Intl.RelativeTimeFormat('en-AU', { numeric: 'auto' })

/** "15/01/2026" */
export function date(value: string | null | undefined): string {
  const parts = ISO.exec(value ?? '')
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : '–'
}

/** "15 January 2026" */
export function longDate(value: string | null | undefined): string {
  const parts = ISO.exec(value ?? '')
  return parts ? `${Number(parts[3])} ${MONTHS[Number(parts[2]) - 1]} ${parts[1]}` : '–'
}

/** What people type (4/3/26, 04-03-2026, 4 mar 2026) as "2026-03-04": the day comes first. Null when it cannot be read. */
export function parseDate(text: string): string | null {
  const typed = text.trim()
  const iso = ISO.exec(typed)
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const parts = TYPED.exec(typed)
  if (!parts) return null
  const [, day, month = '', year = ''] = parts
  return real(fullYear(year), monthNumber(month), Number(day))
}

function monthNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  return MONTHS.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase())) + 1
}

/** Two digits up to 49 are this century, as with most calendars. */
const fullYear = (text: string) =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 50 ? 2000 : 1900)

function real(year: number, month: number, day: number): string | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  if (day < 1 || day > days || year < 1900 || year > 2200) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** An instant's day in the reader's zone: "15/01/2026". */
export const day = (instant: string | null | undefined, zone: Zone = {}) =>
  format(instant, { day: '2-digit', month: '2-digit', year: 'numeric', ...zone })
/** "10:42 am" */
export const time = (instant: string | null | undefined, zone: Zone = {}) =>
  format(instant, { hour: 'numeric', minute: '2-digit', hour12: true, ...zone })
/** "15/01/2026, 10:42 am AEDT" */
export const dateTime = (instant: string | null | undefined, zone: Zone = {}) =>
  format(instant, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZoneName: 'short',
    ...zone,
  })

function format(instant: string | null | undefined, options: Intl.DateTimeFormatOptions): string {
  const at = instant ? new Date(instant) : null
  return at && !Number.isNaN(at.getTime())
    ? new Intl.DateTimeFormat('en-AU', options).format(at)
    : '–'
}

/** Today in Sydney, where the lender's days are counted: "2026-03-04". */
export const today = (now = new Date()) =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Australia/Sydney',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now)

const noon = (value: string) => Date.parse(`${value}T12:00:00Z`)
/** The day some days later; counted from noon to noon, so that no zone can shift it. */
export const addDays = (value: string, days: number) =>
  new Date(noon(value) + days * 86_400_000).toISOString().slice(0, 10)
export const daysBetween = (from: string, to: string) =>
  Math.round((noon(to) - noon(from)) / 86_400_000)

/** "in 3 days", "today", "12 days ago": the distance of a due date. */
export const inDays = (value: string | null | undefined, from = today()) =>
  value && ISO.test(value) ? relative.format(daysBetween(from, value), 'day') : ''

/** The financial year a day is in runs from 1 July to 30 June. */
export function financialYear(value: string, back = 0): [string, string] {
  const start = Number(value.slice(0, 4)) - (value.slice(5) < '07-01' ? 1 : 0) - back
  return [`${start}-07-01`, `${start + 1}-06-30`]
}

export function monthOf(value: string): [string, string] {
  const [year, month] = [Number(value.slice(0, 4)), Number(value.slice(5, 7))]
  return [`${value.slice(0, 7)}-01`, new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)]
}

/** "Mar 2026" of "2026-03" or a day in it. */
export const monthName = (value: string) =>
  `${MONTHS[Number(value.slice(5, 7)) - 1]?.slice(0, 3) ?? ''} ${value.slice(0, 4)}`

/** "just now", "12 minutes ago", "yesterday"; after a week the day itself. */
export function ago(instant: string | null | undefined, now = Date.now()): string {
  const at = instant ? Date.parse(instant) : Number.NaN
  if (Number.isNaN(at)) return '–'
  const minutes = Math.round((at - now) / 60_000)
  if (Math.abs(minutes) < 1) return 'just now'
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
  if (Math.abs(minutes) < 24 * 60) return relative.format(Math.round(minutes / 60), 'hour')
  if (Math.abs(minutes) < 7 * 24 * 60) return relative.format(Math.round(minutes / 1440), 'day')
  return day(instant)
}

/** A stretch of seconds in words: "3 days", "4 hours", "under a minute". */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null) return '–'
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  for (const [unit, size] of units) {
    const count = Math.floor(seconds / size)
    if (count) return plural(count, unit)
  }
  return 'under a minute'
}

/** A loan term as people say it: 30 → "2 years 6 months". */
export function termText(months: number | null | undefined): string {
  if (!months || months < 1) return ''
  const [years, rest] = [Math.floor(months / 12), months % 12]
  return [years && plural(years, 'year'), rest && plural(rest, 'month')].filter(Boolean).join(' ')
}
