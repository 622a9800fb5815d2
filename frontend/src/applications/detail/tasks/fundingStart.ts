/** What a new funding table starts from: the last version, else the application's own terms and fees. */
import type { Application } from '@/api/types'
import type { FundingStart } from '@/finance/funding'
import { date, plainMoney, plainRate } from '@/lib/au'

export function fundingStart(app: Application): FundingStart {
  const deductions = app.funding?.deductions ?? app.fees.filter(({ status }) => status !== 'waived')
  return {
    loan_amount: plainMoney(app.loan_amount),
    fees: Object.fromEntries(deductions.map(({ type, amount }) => [type, plainMoney(amount)])),
    interest: app.capitalised_interest_months ? capitalised(app) : {},
  }
}

const capitalised = (app: Application) => ({
  method: 'capitalised',
  months: String(app.capitalised_interest_months),
  annual_rate: plainRate(app.interest_rate),
  settlement_date: app.estimated_settlement_date ? date(app.estimated_settlement_date) : '',
})
