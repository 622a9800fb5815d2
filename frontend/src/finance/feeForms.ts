/** The small forms of fees. */
import type { Fee } from '@/api/finance.types'
import type { Spec } from '@/forms/spec'
import { date, today } from '@/lib/au'
import { humanise } from '@/lib/words'
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

export const chargeFields = (type = ''): Spec[] => [
  {
    name: 'type',
    label: t('feeType'),
    as: 'select',
    initial: type,
    needed: t('needType'),
    options: FEE_TYPES.map((value) => ({ value, label: humanise(value) })),
  },
  { name: 'amount', label: t('inclGst'), as: 'money', needed: t('needAmount') },
  {
    name: 'gst',
    label: t('gst'),
    as: 'select',
    none: t('gstHint'),
    options: [
      { value: 'yes', label: t('gstYes') },
      { value: 'no', label: t('gstNo') },
    ],
  },
  { name: 'due_date', label: t('dueDate'), as: 'date' },
]

/** GST by the fee's type unless it was said. */
export function chargeBody(body: Record<string, unknown>): Record<string, unknown> {
  const { gst, ...rest } = body
  return gst ? { ...rest, gst: gst === 'yes' } : rest
}

export const payFields = (): Spec[] => [
  {
    name: 'paid_on',
    label: t('paidOn'),
    as: 'date',
    initial: date(today()),
    needed: t('needPaidOn'),
  },
  {
    name: 'reference',
    label: t('reference'),
    needed: t('needReference'),
    hint: t('referenceHint'),
  },
]
/** Waiving, refunding and reversing say why. */
export const reasonFields = (): Spec[] => [
  { name: 'reason', label: t('reason'), as: 'area', needed: t('needReason') },
]
export const feeName = (fee: Pick<Fee, 'type'>) => humanise(fee.type)

/** The same kind and amount waits already: said, never forbidden. */
export const twin = (fees: Fee[], typed: Record<string, string>, amount: string | null) =>
  fees.find(
    (one) =>
      one.status === 'waiting' &&
      one.type === typed.type &&
      amount !== null &&
      one.amount === amount,
  )
