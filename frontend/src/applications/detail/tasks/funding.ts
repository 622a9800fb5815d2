/** What a new funding table starts from: the last version, else the application's own terms and fees. */
import type { Application } from '@/api/types'
import { date, dollars, plainRate } from '@/lib/au'

export function fundingStart(app: Application): Record<string, string> {
  const settled = app.estimated_settlement_date ? date(app.estimated_settlement_date) : ''
  const months = app.capitalised_interest_months
  const own = {
    loan_amount: plain(app.loan_amount),
    ...(months
      ? {
          method: 'capitalised',
          months: String(months),
          annual_rate: plainRate(app.interest_rate),
          settlement_date: settled,
        }
      : {}),
  }
  if (!app.funding)
    return {
      ...own,
      ...Object.fromEntries(
        app.fees
          .filter((one) => one.status !== 'waived')
          .map((one) => [one.type, plain(one.amount)]),
      ),
    }
  return {
    ...own,
    ...Object.fromEntries(app.funding.deductions.map((one) => [one.type, plain(one.amount)])),
  }
}

const plain = (amount: string | null | undefined) =>
  amount ? dollars(amount).replace('$', '') : ''
