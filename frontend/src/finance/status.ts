/** Where a fee, a repayment or a loan stands: in a word, a tone, and what is outstanding. */
import type { Fee, FeeStatus, Loan, Repayment, RepaymentStatus } from '@/api/finance.types'
import { fromCents, sum, toCents } from '@/lib/au'
import { humanise } from '@/lib/words'
import type { TagTone } from '@/ui/Tag.vue'
import { t } from './words'

interface Look {
  word: string
  tone: TagTone
}
const FEES: Record<FeeStatus, TagTone> = {
  waiting: 'warn',
  paid: 'ok',
  waived: 'neutral',
  refunded: 'neutral',
}
const REPAYMENTS: Record<RepaymentStatus, TagTone> = {
  projected: 'neutral',
  due: 'warn',
  part_paid: 'progress',
  paid: 'ok',
  overdue: 'danger',
  replaced: 'neutral',
}

export const feeLook = (status: FeeStatus): Look => ({
  word: t(`fee.${status}`),
  tone: FEES[status] ?? 'neutral',
})
export const repaymentLook = (status: RepaymentStatus): Look => ({
  word: t(`repayment.${status}`),
  tone: REPAYMENTS[status] ?? 'neutral',
})

/** "interest only", or for how long interest is capitalised first. */
export function methodText(loan: Pick<Loan, 'method' | 'periods' | 'capitalised_periods'>): string {
  const method = humanise(loan.method).toLowerCase()
  const n = loan.capitalised_periods ?? 0
  if (!n) return method
  return n >= loan.periods ? t('allCapitalised') : t('someCapitalised', { n, method })
}

export const frequencyText = (frequency: string) =>
  frequency === 'at_maturity'
    ? t('atMaturity')
    : t('periodically', { frequency: humanise(frequency).toLowerCase() })

/** What of a fee is outstanding. */
export const outstandingOf = (fee: Fee) =>
  fee.status === 'waiting' ? fromCents(toCents(fee.amount) - toCents(fee.paid)) : '0.00'
export const outstandingSum = (fees: Fee[]) => sum(fees.map(outstandingOf))

const OPEN = new Set<RepaymentStatus>(['due', 'part_paid', 'overdue', 'projected'])
const hasOutstanding = (repayment: Repayment) => toCents(repayment.outstanding) > 0n

/** The first instalment with something outstanding. */
export const nextRepayment = (repayments: Repayment[]) =>
  [...repayments]
    .sort((a, b) => a.number - b.number)
    .find((repayment) => OPEN.has(repayment.status) && hasOutstanding(repayment))

export const isPayable = (repayment: Repayment) =>
  repayment.status !== 'paid' && repayment.status !== 'replaced' && hasOutstanding(repayment)
