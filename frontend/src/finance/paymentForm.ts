/** The form of a payment: for the loan as a whole, or for one instalment. */
import { payRepayment, recordPayment } from '@/api/finance'
import type { Payment, Repayment } from '@/api/finance.types'
import type { FieldSpec, FormSpec } from '@/forms/fields'
import { date, isZero, money, plainMoney, today } from '@/lib/au'
import { t } from './words'

interface PaymentOptions {
  loan: string
  repayment?: Repayment
  amountHint?: string
  /** Keeps the invoice that was chosen with the payment. */
  store: () => Promise<void>
}

export function paymentForm({
  loan,
  repayment,
  amountHint,
  store,
}: PaymentOptions): FormSpec<Payment> {
  return {
    name: `payment.${repayment?.id ?? loan}`,
    title: repayment ? instalmentName(repayment) : t('recordPayment'),
    description: repayment
      ? t('instalmentIntro', { amount: money(repayment.outstanding) })
      : t('paymentIntro'),
    verb: t('recordPayment'),
    post: async (body, key) => {
      if (!repayment) return recordPayment(loan, body, key)
      const payment = await payRepayment(repayment.id, body, key)
      await store()
      return payment
    },
    saved: (payment) =>
      t('paymentRecorded', { amount: money(payment.amount), split: allocationText(payment) }),
    fields: paymentFields(plainMoney(repayment?.outstanding), amountHint),
  }
}

const paymentFields = (amount?: string, hint?: string): FieldSpec[] => [
  {
    at: '/amount',
    label: t('amount'),
    as: 'money',
    initial: amount,
    required: t('needAmount'),
    hint,
  },
  {
    at: '/received_on',
    label: t('received'),
    as: 'date',
    initial: date(today()),
    required: t('needReceived'),
  },
  { at: '/reference', label: t('reference'), required: t('needReference') },
]

export const instalmentName = (repayment: Repayment) =>
  t('instalment', { n: repayment.number, date: date(repayment.due_date) })

/** What the payment was applied to. */
function allocationText({ allocation }: Payment): string {
  const parts = ['penalties', 'fees', 'interest', 'principal', 'overpaid'] as const
  return parts
    .filter((part) => !isZero(allocation?.[part]))
    .map((part) => `${t(part)} ${money(allocation[part])}`)
    .join(' · ')
}
