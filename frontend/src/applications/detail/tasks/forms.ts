/** The small forms that record what a move waits for. Each is a spec, and what it is sent to. */
import { changeApplication } from '@/api/applications'
import { addRecord, changeRecord, type RecordKind } from '@/api/records'
import type { Application, Condition, Requirement } from '@/api/types'
import type { Spec } from '@/forms/spec'
import { date, oneLine, plainRate, rate, today, dollars, years } from '@/lib/au'
import { FREQUENCIES, options } from '@/applications/choices'
import { t } from './words'

export interface RecordForm {
  name: string
  title: string
  intro?: string
  verb: string
  fields: Spec[]
  wide?: boolean
  post: (body: Record<string, unknown>, key: string) => Promise<unknown>
}

const named = (parties: { id?: string; name?: string }[]) =>
  parties.flatMap(({ id, name }) => (id ? [{ value: id, label: name ?? '' }] : []))
const on = (label: string, name = 'given_on'): Spec => ({
  name,
  label,
  as: 'date',
  initial: date(today()),
  needed: t('needDay'),
})
const adds = (app: Application, kind: RecordKind) => (body: object, key: string) =>
  addRecord(app.id, kind, body, key)
/** Answers of one part of the application; what else stands in it stays. */
const changes =
  (app: Application, wrap: (body: Record<string, unknown>) => object) =>
  (body: Record<string, unknown>) =>
    changeApplication(app.id, wrap(body), app.version)

export function consent(app: Application): RecordForm {
  const parties = [...app.borrowers, ...app.companies, ...app.guarantors]
  const kinds = (['privacy', 'credit_check'] as const).map((value) => ({ value, label: t(value) }))
  return {
    name: 'consent',
    title: t('consentTitle'),
    verb: t('record'),
    post: adds(app, 'consents'),
    fields: [
      {
        name: 'kind',
        label: t('kind'),
        as: 'radio',
        initial: 'privacy',
        options: kinds,
        needed: t('kind'),
      },
      { name: 'party_id', label: t('of'), as: 'select', none: t('all'), options: named(parties) },
      on(t('givenOn')),
      { name: 'note', label: t('noteLabel') },
    ],
  }
}

export function valuation(app: Application): RecordForm {
  const places = (app.securities ?? []).map((one, at) => ({
    value: String(at),
    label: oneLine(one.address),
  }))
  const valued = new Set(app.valuations.map((one) => String(one.security?.position)))
  const next = places.find((one) => !valued.has(one.value))?.value ?? ''
  const post = (body: Record<string, unknown>, key: string) =>
    addRecord(
      app.id,
      'valuations',
      { ...body, ...(body.security === undefined ? {} : { security: Number(body.security) }) },
      key,
    )
  return {
    name: 'valuation',
    title: t('valuationTitle'),
    verb: t('record'),
    post,
    fields: [
      {
        name: 'security',
        label: t('property'),
        as: 'select',
        initial: next,
        none: t('allProperties'),
        options: places,
      },
      { name: 'value', label: t('value'), as: 'money', needed: t('needValue') },
      on(t('valuedOn'), 'valued_on'),
      { name: 'valuer', label: t('by'), initial: app.valuer_info?.company_name ?? '' },
      { name: 'note', label: t('noteLabel') },
    ],
  }
}

export const requirement = (app: Application): RecordForm => ({
  name: 'requirement',
  title: t('requirementTitle'),
  verb: t('askVerb'),
  post: adds(app, 'requirements'),
  fields: [
    { name: 'title', label: t('title'), needed: t('needTitle') },
    { name: 'detail', label: t('detail'), as: 'area' },
    { name: 'due_date', label: t('dueDate'), as: 'date' },
  ],
})

export const resolving = (app: Application, one: Requirement): RecordForm => ({
  name: `resolve.${one.id}`,
  title: t('resolveTitle'),
  intro: one.title,
  verb: t('resolveVerb'),
  post: (body) => changeRecord(app.id, 'requirements', one.id, { ...body, resolved: true }),
  fields: [{ name: 'resolution', label: t('resolution'), as: 'area' }],
})

export const decision = (app: Application): RecordForm => ({
  name: 'decision',
  title: t('decisionTitle'),
  verb: t('decideVerb'),
  post: adds(app, 'decisions'),
  intro: t('decisionIntro', {
    amount: dollars(app.loan_amount),
    term: years(app.loan_term) || '–',
    rate: rate(app.interest_rate),
  }),
  fields: [
    {
      name: 'decision',
      label: t('decisionTitle'),
      as: 'radio',
      needed: t('needDecision'),
      options: [
        { value: 'approve', label: t('approve') },
        { value: 'decline', label: t('decline') },
      ],
    },
    { name: 'reason', label: t('reason'), as: 'area' },
  ],
})

export const advice = (app: Application): RecordForm => ({
  name: 'advice',
  title: t('adviceTitle'),
  verb: t('record'),
  post: adds(app, 'legal-advice'),
  fields: [
    {
      name: 'party_id',
      label: t('to'),
      as: 'select',
      none: t('allGuarantors'),
      options: named(app.guarantors),
    },
    on(t('givenOn')),
    { name: 'solicitor', label: t('solicitor') },
  ],
})

export const condition = (app: Application): RecordForm => ({
  name: 'condition',
  title: t('conditionTitle'),
  verb: t('addCondition'),
  post: adds(app, 'conditions'),
  fields: [{ name: 'title', label: t('condition'), needed: t('needCondition') }],
})

export const meeting = (app: Application, one: Condition): RecordForm => ({
  name: `meet.${one.id}`,
  title: t('metTitle'),
  intro: one.title,
  verb: t('metVerb'),
  post: (body) => changeRecord(app.id, 'conditions', one.id, { ...body, met: true }),
  fields: [{ name: 'evidence', label: t('evidence'), hint: t('evidenceHint') }],
})

const QUESTIONS = ['bankruptcy', 'judgments', 'tax_arrears', 'arrears_on_loans'] as const
export function solvency(app: Application): RecordForm {
  const said = (value: boolean | null | undefined) => (value == null ? '' : value ? 'yes' : 'no')
  const answers = [
    { value: 'no', label: t('no') },
    { value: 'yes', label: t('yes') },
    { value: '', label: t('open') },
  ]
  const wrap = (body: Record<string, unknown>) => ({
    solvency: Object.fromEntries(
      QUESTIONS.map((name) => [name, name in body ? body[name] === 'yes' : null]),
    ),
  })
  return {
    name: 'solvency',
    title: t('solvencyTitle'),
    intro: t('solvencyIntro'),
    verb: t('save'),
    post: changes(app, wrap),
    fields: QUESTIONS.map((name) => ({
      name,
      label: t(name),
      as: 'radio' as const,
      options: answers,
      initial: said(app.solvency?.[name]),
    })),
  }
}

export const valuer = (app: Application): RecordForm => ({
  name: 'valuer',
  title: t('valuerTitle'),
  verb: t('save'),
  post: changes(app, (body) => ({ valuer_info: body })),
  fields: [
    {
      name: 'company_name',
      label: t('company'),
      needed: t('needCompany'),
      initial: app.valuer_info?.company_name ?? '',
    },
    { name: 'contact_name', label: t('contact'), initial: app.valuer_info?.contact_name ?? '' },
    { name: 'phone', label: t('phone'), initial: app.valuer_info?.phone ?? '' },
    { name: 'email', label: t('email'), initial: app.valuer_info?.email ?? '' },
  ],
})

/** An emptied optional term is taken away, not left as it was. */
export function terms(app: Application): RecordForm {
  const fields: Spec[] = [
    {
      name: 'loan_amount',
      label: t('amount'),
      as: 'money',
      needed: t('needAmount'),
      initial: app.loan_amount ?? '',
    },
    {
      name: 'loan_term',
      label: t('term'),
      as: 'whole',
      needed: t('needTerm'),
      initial: String(app.loan_term ?? ''),
    },
    { name: 'interest_rate', label: t('rate'), as: 'rate', initial: plainRate(app.interest_rate) },
    {
      name: 'repayment_frequency',
      label: t('frequency'),
      as: 'select',
      initial: app.repayment_frequency ?? '',
      options: options(FREQUENCIES),
    },
    {
      name: 'capitalised_interest_months',
      label: t('capitalised'),
      as: 'whole',
      initial: String(app.capitalised_interest_months ?? ''),
    },
    {
      name: 'estimated_settlement_date',
      label: t('settlement'),
      as: 'date',
      initial: app.estimated_settlement_date ? date(app.estimated_settlement_date) : '',
    },
    { name: 'purpose', label: t('purpose'), as: 'area', initial: app.purpose ?? '' },
  ]
  return {
    name: 'terms',
    title: t('termsTitle'),
    verb: t('save'),
    wide: true,
    fields,
    post: changes(app, (body) => ({
      ...Object.fromEntries(fields.map(({ name }) => [name, null])),
      ...body,
    })),
  }
}
