/** A funding table as typed: amounts or percents of the loan for each fee, and interest that is kept back. */
import type { FundingInput } from '@/api/finance.types'
import { parseDate, parseMoney, parseRate } from '@/lib/au'
import { FEE_TYPES } from './feeForms'
import { t } from './words'

export const FUNDED = FEE_TYPES.filter((type) => type !== 'commitment')
export type FundingTyped = Record<string, string>

export const percentOf = (text: string) => (/%\s*$/.test(text) ? parseRate(text) : null)

/** What to send, or what is wrong by field name. */
export function readFunding(
  typed: FundingTyped,
): { body: FundingInput } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const text = (name: string) => (typed[name] ?? '').trim()
  const loan = parseMoney(text('loan_amount'))
  if (!loan) errors.loan_amount = t(text('loan_amount') ? 'badAmount' : 'needAmount')
  const fees = FUNDED.filter((type) => text(type)).map((type) => {
    const [percent, amount] = [percentOf(text(type)), parseMoney(text(type))]
    if (percent === null && amount === null) errors[type] = t('badShare')
    return percent === null ? { type, amount: amount ?? '' } : { type, percent }
  })
  const method = text('method')
  if (method && !parseRate(text('annual_rate'))) errors.annual_rate = t('badRate')
  if (method && !/^[1-9]\d{0,2}$/.test(text('months'))) errors.months = t('badMonths')
  const settled = parseDate(text('settlement_date'))
  if (method && text('settlement_date') && !settled) errors.settlement_date = t('badDate')
  if (Object.keys(errors).length) return { errors }
  const interest = method
    ? {
        interest: {
          method: method as 'capitalised',
          annual_rate: parseRate(text('annual_rate'))!,
          months: Number(text('months')),
          ...(settled ? { settlement_date: settled } : {}),
        },
      }
    : {}
  return { body: { loan_amount: loan!, ...(fees.length ? { fees } : {}), ...interest } }
}

/** The server's pointers name the fees that were sent by their place. */
export function fieldOf(name: string, typed: FundingTyped): string {
  const fee = /^fees\/(\d+)/.exec(name)
  if (fee) return FUNDED.filter((type) => (typed[type] ?? '').trim())[Number(fee[1])] ?? name
  return name.replace(/^interest\//, '')
}
