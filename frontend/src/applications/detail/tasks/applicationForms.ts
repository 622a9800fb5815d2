/** The forms that complete the application itself: its terms, solvency answers and valuer. */
import { changeApplication } from '@/api/applications'
import type { Application, ApplicationChange } from '@/api/types'
import type { Body, FieldSpec, FormSpec } from '@/forms/fields'
import { date, plainMoney, plainRate } from '@/lib/au'
import { FREQUENCIES, options } from '@/applications/choices'
import { termsText, type Terms } from './terms'
import { t } from './words'

/** Changes one part of the application and leaves the rest of it as it is. */
const changes = (app: Application, wrap: (body: Body) => object) => (body: Body) =>
  changeApplication(app.id, wrap(body) as ApplicationChange, app.version)

const QUESTIONS = ['bankruptcy', 'judgments', 'tax_arrears', 'arrears_on_loans'] as const
const ANSWERS = [
  { value: 'no', label: t('no') },
  { value: 'yes', label: t('yes') },
  { value: '', label: t('unknown') },
]
const answerOf = (value: boolean | null | undefined) => (value == null ? '' : value ? 'yes' : 'no')

/** A question without an answer is sent as null: unknown is not "no". */
export const solvencyForm = (app: Application): FormSpec => ({
  name: `${app.id}.solvency`,
  title: t('solvencyTitle'),
  description: t('solvencyIntro'),
  verb: t('save'),
  saved: () => t('solvencySaved'),
  post: changes(app, (body) => ({
    solvency: Object.fromEntries(QUESTIONS.map((name) => [name, body[name] ?? null])),
  })),
  fields: QUESTIONS.map((name) => ({
    at: `/${name}`,
    label: t(name),
    as: 'answer',
    options: ANSWERS,
    initial: answerOf(app.solvency?.[name]),
  })),
})

export const valuerForm = (app: Application): FormSpec => ({
  name: `${app.id}.valuer`,
  title: t('valuerTitle'),
  verb: t('save'),
  saved: (_, body) => t('valuerSaved', { company: String(body.company_name) }),
  post: changes(app, (body) => ({ valuer_info: body })),
  fields: [
    {
      at: '/company_name',
      label: t('company'),
      required: t('needCompany'),
      initial: app.valuer_info?.company_name,
    },
    { at: '/contact_name', label: t('contact'), initial: app.valuer_info?.contact_name },
    { at: '/phone', label: t('phone'), as: 'phone', initial: app.valuer_info?.phone },
    { at: '/email', label: t('email'), as: 'email', initial: app.valuer_info?.email },
  ],
})

/** An optional term that was emptied is sent as null, which clears it. */
export function termsForm(app: Application): FormSpec {
  const fields = termsFields(app)
  const cleared = Object.fromEntries(fields.map(({ at }) => [at.slice(1), null]))
  return {
    name: `${app.id}.terms`,
    title: t('termsTitle'),
    verb: t('save'),
    wide: true,
    fields,
    saved: (_, body) => t('termsSaved', { terms: termsText(body as Terms) }),
    post: changes(app, (body) => ({ ...cleared, ...body })),
  }
}

const number = (value: number | null | undefined) => (value == null ? '' : String(value))
const termsFields = (app: Application): FieldSpec[] => [
  {
    at: '/loan_amount',
    label: t('amount'),
    as: 'money',
    required: t('needAmount'),
    initial: plainMoney(app.loan_amount),
  },
  {
    at: '/loan_term',
    label: t('term'),
    as: 'months',
    required: t('needTerm'),
    initial: number(app.loan_term),
  },
  { at: '/interest_rate', label: t('rate'), as: 'rate', initial: plainRate(app.interest_rate) },
  {
    at: '/repayment_frequency',
    label: t('frequency'),
    as: 'select',
    initial: app.repayment_frequency,
    options: options(FREQUENCIES),
  },
  {
    at: '/capitalised_interest_months',
    label: t('capitalised'),
    as: 'months',
    initial: number(app.capitalised_interest_months),
  },
  {
    at: '/estimated_settlement_date',
    label: t('settlement'),
    as: 'date',
    initial: app.estimated_settlement_date && date(app.estimated_settlement_date),
  },
  { at: '/purpose', label: t('purpose'), as: 'area', initial: app.purpose },
]
