/** The shapes of money, made exact where the document only says "string". Amounts are decimal strings. */
import type * as F from './generated/finance'

/** The application's copies lack what only finance knows. */
type Loose<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>

export type Invoice = F.Invoice
export type FeeStatus = 'waiting' | 'paid' | 'waived' | 'refunded'
export type Fee = Omit<F.Fee, 'status'> & { status: FeeStatus }
export type NewFee = F.NewFee

export type Balances = F.LoanBalances
export type Payoff = F.Payoff
export type Loan = Omit<F.LoanItem, 'status' | 'arrears' | 'as_of' | 'created_at'> & {
  status: 'open' | 'discharged' | 'written_off'
  arrears?: F.Arrears
}
export type RepaymentStatus = 'projected' | 'due' | 'part_paid' | 'paid' | 'overdue' | 'replaced'
export type Repayment = Omit<F.Repayment, 'status'> & { status: RepaymentStatus }
export type Payment = F.Payment

export type Posting = F.Posting
export type Journal = Loose<F.Journal, 'hash' | 'booked_on'>
export type TrialBalance = F.TrialBalance

export type Deduction = F.Deduction
export type FundingInput = Omit<F.FundingShape, 'application_id' | 'save'>
/** A preview has neither id nor number. */
export type Funding = Loose<F.Funding, 'inputs' | 'deducted' | 'gst' | 'version'>
