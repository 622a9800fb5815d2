/** From what was typed to what is sent: empty things are left out, amounts and dates are put right. */
import { digits, parseBsb, parseDate, parseMoney, parseRate } from '@/lib/au'
import type { NewApplication } from '@/api/types'
import type { Typed } from './model'

const MONEY = new Set(['loan_amount', 'amount', 'value', 'estimated_value', 'balance', 'repayment', 'liability_cap'])
const DATES = new Set(['date_of_birth', 'since', 'estimated_settlement_date', 'remind_date'])
const WHOLE = new Set(['loan_term', 'capitalised_interest_months'])
const RATES = new Set(['interest_rate', 'share_percent'])
const ANSWERS = new Set(['bankruptcy', 'judgments', 'tax_arrears', 'arrears_on_loans'])
/** Set before anything is typed: alone they do not make a row. */
const GIVEN = new Set(['country', 'entity_type', 'guarantor_type', 'frequency', 'kind', 'has_mailing'])
const PERSONAL = ['first_name', 'last_name', 'date_of_birth', 'marital_status', 'residency', 'employment', 'tax_id', 'income', 'expenses', 'assets', 'liabilities', 'bank_account', 'tags', 'referral_source', 'mailing_address', 'has_mailing']
const CORPORATE = ['entity_name', 'entity_type', 'abn', 'acn', 'trustee_name', 'directors', 'beneficial_owners']

/** Nothing of one's own stands in it. */
export function isBlank(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return !value.trim() || GIVEN.has(name)
  if (Array.isArray(value)) return value.every((one) => isBlank(one))
  if (value && typeof value === 'object') return Object.entries(value).every(([key, one]) => isBlank(one, key))
  return true
}

/** Takes away rows in which nothing was typed, so that a pointer means the same here and on the server. */
export function dropBlankRows(model: Typed): void {
  const walk = (value: unknown): void => {
    if (!value || typeof value !== 'object') return
    for (const [name, one] of Object.entries(value)) {
      if (!Array.isArray(one)) { walk(one); continue }
      const kept = one.filter((row) => !isBlank(row))
      if (kept.length !== one.length) (value as Record<string, unknown>)[name] = kept
      kept.forEach(walk)
    }
  }
  walk(model)
}

export function toBody(model: Typed): NewApplication {
  const { guarantors, ...rest } = model
  const sent = { ...rest, guarantors: guarantors.map(oneHalf), borrowers: model.borrowers.map(mailing) }
  return { ...(convert('', sent) as object), stage: 'inquiry' } as NewApplication
}

function oneHalf(guarantor: Typed['guarantors'][number]): object {
  const leave = new Set(guarantor.guarantor_type === 'company' ? PERSONAL : CORPORATE)
  return mailing(Object.fromEntries(Object.entries(guarantor).filter(([name]) => !leave.has(name))))
}

function mailing<T extends object>(party: T): object {
  const { has_mailing: has, mailing_address: other, ...rest } = party as T & { has_mailing?: string; mailing_address?: unknown }
  return has ? { ...rest, mailing_address: other } : rest
}

function convert(name: string, value: unknown): unknown {
  if (typeof value === 'string') return value.trim() ? text(name, value.trim()) : undefined
  if (Array.isArray(value)) {
    const kept = value.filter((one) => !isBlank(one)).map((one) => convert('', one))
    return kept.length ? kept : undefined
  }
  if (!value || typeof value !== 'object' || isBlank(value)) return undefined
  const kept = Object.entries(value).map(([key, one]) => [key, convert(key, one)] as const).filter(([, one]) => one !== undefined)
  return kept.length ? Object.fromEntries(kept) : undefined
}

function text(name: string, value: string): unknown {
  if (MONEY.has(name)) return parseMoney(value) ?? value
  if (DATES.has(name)) return parseDate(value) ?? value
  if (WHOLE.has(name)) return /^\d+$/.test(value) ? Number(value) : value
  if (RATES.has(name)) return parseRate(value) ?? value
  if (ANSWERS.has(name)) return value === 'yes'
  if (name === 'abn' || name === 'acn') return digits(value)
  if (name === 'bsb') return parseBsb(value) ?? value
  if (name === 'account_number') return value.replace(/[\s-]/g, '')
  if (name === 'tags') return value.split(',').map((one) => one.trim()).filter(Boolean)
  return value
}
