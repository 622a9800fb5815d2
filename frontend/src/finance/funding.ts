/** The funding table as a form: an amount or a percentage for each fee, and interest that is retained. */
import type { FundingInput } from '@/api/finance.types'
import { bodyOf, textOf, type Errors, type FieldSpec, type Values } from '@/forms/fields'
import { humanise } from '@/lib/words'
import { FEE_TYPES } from './feeForms'
import { t } from './words'

/** The commitment fee is paid before settlement, so it is never deducted. */
export const DEDUCTED = FEE_TYPES.filter((type) => type !== 'commitment')

export interface FundingStart {
  loan_amount: string
  fees: Record<string, string>
  interest: Partial<Record<'method' | 'months' | 'annual_rate' | 'settlement_date', string>>
}

const hasInterest = (values: Values) => textOf(values, '/interest/method') !== ''

export const amountField: FieldSpec = {
  at: '/loan_amount',
  label: t('loanAmount'),
  as: 'money',
  required: t('needAmount'),
}
export const feeFields: FieldSpec[] = DEDUCTED.map((type) => ({
  at: `/fees/${type}`,
  label: humanise(type),
  as: 'share',
  unmarked: true,
}))
export const interestFields: FieldSpec[] = [
  {
    at: '/interest/method',
    label: t('type'),
    as: 'select',
    none: t('none'),
    unmarked: true,
    options: [
      { value: 'capitalised', label: t('capitalised') },
      { value: 'prepaid', label: t('prepaid') },
    ],
  },
  {
    at: '/interest/months',
    label: t('retainedFor'),
    as: 'months',
    required: t('needMonths'),
    check: (text) => (Number(text) ? '' : t('needMonths')),
    when: hasInterest,
  },
  {
    at: '/interest/annual_rate',
    label: t('annualRate'),
    as: 'rate',
    required: t('needRate'),
    when: hasInterest,
  },
  {
    at: '/interest/settlement_date',
    label: t('settlement'),
    as: 'date',
    when: hasInterest,
  },
]
export const fundingFields = [amountField, ...feeFields, ...interestFields]

export function fundingStartValues(start: FundingStart): Values {
  const fees = Object.fromEntries(DEDUCTED.map((type) => [type, start.fees[type] ?? '']))
  const interest = { method: '', months: '', annual_rate: '', settlement_date: '' }
  return { loan_amount: start.loan_amount, fees, interest: { ...interest, ...start.interest } }
}

export function fundingBody(values: Values): FundingInput {
  const { fees, ...body } = bodyOf(fundingFields, values)
  const rows = Object.entries((fees ?? {}) as Record<string, object>).map(([type, share]) => ({
    type,
    ...share,
  }))
  return { ...body, ...(rows.length ? { fees: rows } : {}) } as FundingInput
}

/** The server names a fee by its place in the list that was sent, the form by its type. */
export function fieldErrors(errors: Errors, values: Values): Errors {
  const sent = DEDUCTED.filter((type) => textOf(values, `/fees/${type}`))
  return Object.fromEntries(
    Object.entries(errors).map(([at, text]) => {
      const place = /^\/fees\/(\d+)/.exec(at)?.[1]
      return [place === undefined ? at : `/fees/${sent[Number(place)]}`, text]
    }),
  )
}
