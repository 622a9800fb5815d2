/** Money and rates are decimal strings from end to end; nothing here goes through a float. */

const cents = new Intl.NumberFormat('en-AU', { style: 'currency', currency: 'AUD' })
const whole = new Intl.NumberFormat('en-AU', {
  style: 'currency',
  currency: 'AUD',
  maximumFractionDigits: 0,
})
const ledger = new Intl.NumberFormat('en-AU', {
  style: 'currency',
  currency: 'AUD',
  currencySign: 'accounting',
})
const SUFFIX: Record<string, number> = { k: 3, m: 6 }

type Decimal = string | null | undefined
/** Intl takes decimal strings exactly, but its types do not say so. */
const exact = (value: string) => value as `${number}`

/** "$1,234,567.50" */
export const money = (value: Decimal) => (isDecimal(value) ? cents.format(exact(value)) : '–')
/** "$750,000": for cards and lists; cents appear only where there are some. */
export const dollars = (value: Decimal) =>
  isDecimal(value) ? (/\.\d*[1-9]/.test(value) ? cents : whole).format(exact(value)) : '–'

/** "($250.00)": accounting style, always with cents. */
export const accounting = (value: Decimal) => (isDecimal(value) ? ledger.format(exact(value)) : '–')
/** "$1.2M", "$750k": for the axis of a chart, where there is no room. */
export function short(value: number): string {
  const [size, letter] =
    Math.abs(value) >= 1e6 ? [1e6, 'M'] : Math.abs(value) >= 1e3 ? [1e3, 'k'] : [1, '']
  return `${value < 0 ? '-' : ''}$${Number((Math.abs(value) / size).toFixed(1))}${letter}`
}

export function isDecimal(value: Decimal): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}

/** What people type ("750k", "1.2m", "$750,000.00") as "750000.00"; null when it cannot be read as an amount. */
export function parseMoney(text: string): string | null {
  const parts = /^\$?(\d[\d,\s]*|\d*)(?:\.(\d*))?\s*([km])?$/i.exec(
    text.trim().replace(/^aud\s*/i, ''),
  )
  if (!parts || !(parts[1] || parts[2])) return null
  const shift = SUFFIX[(parts[3] ?? '').toLowerCase()] ?? 0
  const fraction = (parts[2] ?? '').padEnd(shift + 2, '0')
  if (/[1-9]/.test(fraction.slice(shift + 2))) return null
  const units =
    ((parts[1] ?? '').replace(/[,\s]/g, '') + fraction.slice(0, shift)).replace(/^0+(?=\d)/, '') ||
    '0'
  return units.length > 13 ? null : `${units}.${fraction.slice(shift, shift + 2)}`
}

/** A decimal string in whole cents, for sums and comparisons. */
export function toCents(value: Decimal): bigint {
  if (!isDecimal(value)) return 0n
  const [units = '0', fraction = ''] = value.split('.')
  return BigInt(units + fraction.padEnd(2, '0').slice(0, 2))
}

export function fromCents(value: bigint): string {
  const size = value < 0n ? -value : value
  return `${value < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

/** Amounts added up, to the cent. */
export const sum = (amounts: Decimal[]) =>
  fromCents(amounts.reduce((total, amount) => total + toCents(amount), 0n))
export const isZero = (value: Decimal) => toCents(value) === 0n

/** "9.45% p.a." */
export const rate = (value: Decimal) => (isDecimal(value) ? `${twoDecimals(value)}% p.a.` : '–')
/** "9.45": a rate as people type it, to start a field from. */
export const plainRate = (value: Decimal) => (isDecimal(value) ? trimZeros(value) : '')
/** "91.2%" of a share that comes as a decimal. */
export const percent = (value: Decimal) => (isDecimal(value) ? `${trimZeros(value)}%` : '–')
/** An amount as people type it, to start a field from: "750,000". */
export const plainMoney = (value: Decimal) =>
  isDecimal(value) ? dollars(value).replace('$', '') : ''
/** "65.0%" */
export const lvr = (value: Decimal | number) =>
  value == null || value === ''
    ? '–'
    : `${new Intl.NumberFormat('en-AU', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(exact(String(value)))}%`

/** Loan over value as "65.0", rounded half up; null without a value. */
export function loanToValue(loan: Decimal, value: Decimal): string | null {
  const [owed, worth] = [toCents(loan), toCents(value)]
  if (owed <= 0n || worth <= 0n) return null
  const tenths = (owed * 2000n + worth) / (worth * 2n)
  return `${tenths / 10n}.${tenths % 10n}`
}

/** "9.45", " 9.45 % " → "9.45"; null when it cannot be read. */
export function parseRate(text: string): string | null {
  const parts = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%?(?:\s*p\.?\s*a\.?)?$/i.exec(text.trim())
  return parts ? `${parts[1]}${parts[2] ? `.${parts[2]}` : ''}` : null
}

/** "5.5" → "5.50", "9.4500" → "9.45", "9.125" as it is. */
function twoDecimals(value: string): string {
  const [units = '', fraction = ''] = trimZeros(value).split('.')
  return `${units}.${fraction.padEnd(2, '0')}`
}
const trimZeros = (value: string) => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)
