/** The word and the tone of where a fee or a repayment stands. */
import type { Fee, FeeStatus, Loan, Repayment, RepaymentStatus } from '@/api/finance.types'
import { addDays, sum, toCents, fromCents, today } from '@/lib/au'
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
  word: t(`rep.${status}`),
  tone: REPAYMENTS[status] ?? 'neutral',
})

/** How a loan is repaid, and for how long its interest joins the principal first. */
export function methodOf(loan: Pick<Loan, 'method' | 'periods' | 'capitalised_periods'>): string {
  const [method, n] = [humanise(loan.method).toLowerCase(), loan.capitalised_periods ?? 0]
  if (!n) return method
  return n >= loan.periods ? t('allCapitalised') : t('someCapitalised', { n, method })
}

/** What of a fee is still to come. */
export const restOf = (fee: Fee) =>
  fee.status === 'waiting' ? fromCents(toCents(fee.amount) - toCents(fee.paid)) : '0.00'
export const waitingSum = (fees: Fee[]) => sum(fees.map(restOf))

const OPEN = new Set<RepaymentStatus>(['due', 'part_paid', 'overdue', 'projected'])
/** The first instalment of which something is still to pay. */
export const nextOf = (rows: Repayment[]) =>
  [...rows]
    .sort((a, b) => a.number - b.number)
    .find((one) => OPEN.has(one.status) && toCents(one.outstanding) > 0n)
export const payable = (one: Repayment) =>
  one.status !== 'paid' && one.status !== 'replaced' && toCents(one.outstanding) > 0n

/** Soon enough to be called due. */
export const soon = (one: Repayment, days = 14) => one.due_date <= addDays(today(), days)
