/** The forms of a fee: add, record its payment, waive, refund. */
import { addFee, payFee, refundFee, waiveFee } from '@/api/finance'
import type { Fee, NewFee } from '@/api/finance.types'
import { textOf, type Body, type FieldSpec, type FormSpec, type Values } from '@/forms/fields'
import { date, isZero, money, parseMoney, today } from '@/lib/au'
import { humanise } from '@/lib/words'
import { outstandingOf } from './status'
import { t } from './words'

export const FEE_TYPES = [
  'commitment',
  'establishment',
  'line',
  'brokerage',
  'application',
  'due_diligence',
  'legal',
  'valuation',
  'account',
  'working',
  'other',
] as const

export const feeName = (fee: Pick<Fee, 'type'>) => humanise(fee.type)

/** Waiving, refunding and reversing need a reason. */
export const reasonFields = (): FieldSpec[] => [
  { at: '/reason', label: t('reason'), as: 'area', required: t('needReason') },
]

export const addForm = (application: string, type?: string): FormSpec<Fee> => ({
  name: `fee.${application}`,
  title: t('addFee'),
  verb: t('addFee'),
  post: (body, key) => addFee({ application_id: application, ...addBody(body) } as NewFee, key),
  saved: (fee) => t('feeAdded', { type: feeName(fee), amount: money(fee.amount) }),
  fields: [
    {
      at: '/type',
      label: t('feeType'),
      as: 'select',
      initial: type,
      required: t('needType'),
      options: FEE_TYPES.map((value) => ({ value, label: humanise(value) })),
    },
    { at: '/amount', label: t('inclGst'), as: 'money', required: t('needAmount') },
    {
      at: '/gst',
      label: t('gst'),
      as: 'select',
      none: t('gstDefault'),
      unmarked: true,
      options: [
        { value: 'yes', label: t('gstYes') },
        { value: 'no', label: t('gstNo') },
      ],
    },
    { at: '/due_date', label: t('dueDate'), as: 'date' },
  ],
})

/** Without a choice the server decides about GST by the type of the fee. */
export function addBody({ gst, ...body }: Body): Body {
  return gst ? { ...body, gst: gst === 'yes' } : body
}

/** `store` keeps the invoice that was chosen with the payment. */
export const payForm = (fee: Fee, store: () => Promise<void>): FormSpec<Fee> => ({
  name: `pay.${fee.id}`,
  title: t('feePaymentTitle', { type: feeName(fee).toLowerCase() }),
  description: t('feePaymentIntro', { amount: money(dueOn(fee)) }),
  verb: t('recordFee'),
  post: async (body, key) => {
    const paid = await payFee(fee.id, body, key)
    await store()
    return paid
  },
  saved: (paid) => t('feePaid', { type: feeName(paid), amount: money(paid.amount) }),
  fields: [
    {
      at: '/paid_on',
      label: t('paidOn'),
      as: 'date',
      initial: date(today()),
      required: t('needPaidOn'),
    },
    { at: '/reference', label: t('reference'), required: t('needReference') },
  ],
})

export const waiveForm = (fee: Fee): FormSpec<Fee> => ({
  name: `waive.${fee.id}`,
  title: t('waiveTitle', { amount: money(dueOn(fee)) }),
  description: t('waiveIntro', { type: feeName(fee).toLowerCase() }),
  verb: t('waive'),
  danger: true,
  fields: reasonFields(),
  post: (body, key) => waiveFee(fee.id, body, key),
  saved: (waived) => t('waived', { type: feeName(waived), amount: money(dueOn(fee)) }),
})

export const refundForm = (fee: Fee): FormSpec<Fee> => ({
  name: `refund.${fee.id}`,
  title: t('refundTitle', { amount: money(fee.amount) }),
  description: t('refundIntro', { type: feeName(fee).toLowerCase() }),
  verb: t('refund'),
  danger: true,
  fields: reasonFields(),
  post: (body, key) => refundFee(fee.id, body, key),
  saved: (refunded) => t('refunded', { type: feeName(refunded), amount: money(refunded.amount) }),
})

const dueOn = (fee: Fee) => (isZero(outstandingOf(fee)) ? fee.amount : outstandingOf(fee))

/** An unpaid fee of the same type and amount: pointed out, never refused. */
export function duplicateOf(fees: Fee[], values: Values): Fee | undefined {
  const amount = parseMoney(textOf(values, '/amount'))
  return fees.find(
    (fee) =>
      fee.status === 'waiting' &&
      fee.type === textOf(values, '/type') &&
      amount !== null &&
      fee.amount === amount,
  )
}
