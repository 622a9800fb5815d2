/** Fees, the loan, repayments, the ledger. Whatever moves money carries the idempotency key of its form. */
import type {
  Fee,
  Funding,
  FundingInput,
  Journal,
  Loan,
  NewFee,
  Payment,
  Payoff,
  Repayment,
  TrialBalance,
} from './finance.types'
import { today } from '@/lib/au'
import { get, post } from './http'
import type { Page } from './types'

const at = (path: string) => `/api/finance/${path}/`
const once = (key: string) => ({ 'Idempotency-Key': key })
const of = <T>(path: string, application_id: string) =>
  get<Page<T>>(at(path), { application_id, limit: 200 })

export const listFees = (application: string) => of<Fee>('fees', application)
export const addFee = (body: NewFee, key: string) => post<Fee>(at('fees'), body, once(key))
export const payFee = (id: string, body: object, key: string) =>
  post<Fee>(at(`fees/${id}/pay`), body, once(key))
export const waiveFee = (id: string, body: object, key: string) =>
  post<Fee>(at(`fees/${id}/waive`), body, once(key))
export const refundFee = (id: string, body: object, key: string) =>
  post<Fee>(at(`fees/${id}/refund`), body, once(key))

export const listLoans = (application?: string) =>
  get<Page<Loan>>(at('loans'), application ? { application_id: application } : {})
export const readLoan = (id: string) => get<Loan>(at(`loans/${id}`))
/** The payout figure today. */
export const payoff = (loan: string) => get<Payoff>(at(`loans/${loan}/payoff`), { on: today() })
export const recordPayment = (loan: string, body: object, key: string) =>
  post<Payment>(at(`loans/${loan}/payments`), body, once(key))
export const reversePayment = (id: string, body: object, key: string) =>
  post<Payment>(at(`payments/${id}/reverse`), body, once(key))
export const listRepayments = (application: string) => of<Repayment>('repayments', application)
/** Of all that this user may see, the oldest first. */
export const overdueRepayments = () =>
  get<Page<Repayment>>(at('repayments'), { status: 'overdue', limit: 1 })
export const comingRepayments = () =>
  get<Page<Repayment>>(at('repayments'), { due_from: today(), limit: 20 })
export const payRepayment = (id: string, body: object, key: string) =>
  post<Payment>(at(`repayments/${id}/pay`), body, once(key))

export const listLedger = (application: string) => of<Journal>('ledger', application)
export const trialBalance = (on?: string) =>
  get<TrialBalance>(at('trial-balance'), on ? { on } : {})
export const listFundings = (application: string) => of<Funding>('funding', application)
export const previewFunding = (body: FundingInput & { application_id: string }) =>
  post<Funding>(at('funding'), { ...body, save: false })
export const saveFunding = (body: FundingInput & { application_id: string }, key: string) =>
  post<Funding>(at('funding'), { ...body, save: true }, once(key))
