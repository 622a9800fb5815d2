/** The forms that record what a stage waits for: consents, valuations, requests, decisions, advice, conditions. */
import { addRecord, changeRecord, type RecordKind } from '@/api/records'
import type { Application, Condition, Requirement } from '@/api/types'
import type { Body, FieldSpec, FormSpec } from '@/forms/fields'
import { nameOptions } from '@/forms/directory'
import { date, dollars, oneLine, today } from '@/lib/au'
import { recordedParties } from '@/applications/parties'
import { termsText } from './terms'
import { t } from './words'

const adds = (app: Application, kind: RecordKind) => (body: Body, key: string) =>
  addRecord(app.id, kind, body, key)

const dateGiven: FieldSpec = {
  at: '/given_on',
  label: t('dateGiven'),
  as: 'date',
  initial: date(today()),
  required: t('needDateGiven'),
}

export const consentForm = (app: Application): FormSpec => ({
  name: `${app.id}.consent`,
  title: t('consentTitle'),
  verb: t('consentVerb'),
  post: adds(app, 'consents'),
  saved: (_, body) => t('consentSaved', { type: t(body.kind as 'privacy') }),
  fields: [
    {
      at: '/kind',
      label: t('consentType'),
      as: 'radio',
      initial: 'privacy',
      options: (['privacy', 'credit_check'] as const).map((value) => ({ value, label: t(value) })),
      required: t('consentType'),
    },
    {
      at: '/party_id',
      label: t('party'),
      as: 'select',
      none: t('allParties'),
      unmarked: true,
      options: nameOptions(recordedParties(app)),
    },
    dateGiven,
    { at: '/note', label: t('note') },
  ],
})

/** Offers the first security that has no valuation yet. */
function securityField(app: Application): FieldSpec {
  const options = (app.securities ?? []).map((security, index) => ({
    value: String(index),
    label: oneLine(security.address),
  }))
  const valued = new Set(app.valuations.map(({ security }) => String(security?.position)))
  return {
    at: '/security',
    label: t('security'),
    as: 'select',
    initial: options.find(({ value }) => !valued.has(value))?.value,
    none: t('allSecurities'),
    unmarked: true,
    options,
  }
}

export function valuationForm(app: Application): FormSpec {
  return {
    name: `${app.id}.valuation`,
    title: t('valuationTitle'),
    verb: t('valuationVerb'),
    post: ({ security, ...body }, key) =>
      addRecord(
        app.id,
        'valuations',
        security === undefined ? body : { ...body, security: Number(security) },
        key,
      ),
    saved: (_, body) => t('valuationSaved', { amount: dollars(body.value as string) }),
    fields: [
      securityField(app),
      { at: '/value', label: t('value'), as: 'money', required: t('needValue') },
      {
        at: '/valued_on',
        label: t('valuationDate'),
        as: 'date',
        initial: date(today()),
        required: t('needValuationDate'),
      },
      { at: '/valuer', label: t('valuerName'), initial: app.valuer_info?.company_name },
      { at: '/note', label: t('note') },
    ],
  }
}

export const requestForm = (app: Application): FormSpec => ({
  name: `${app.id}.requirement`,
  title: t('requestTitle'),
  verb: t('requestTitle'),
  post: adds(app, 'requirements'),
  saved: (_, body) => t('requestSaved', { title: String(body.title) }),
  fields: [
    { at: '/title', label: t('requestItem'), required: t('needRequest') },
    { at: '/detail', label: t('details'), as: 'area' },
    { at: '/due_date', label: t('dueDate'), as: 'date' },
  ],
})

export const resolveForm = (app: Application, request: Requirement): FormSpec => ({
  name: `${app.id}.resolve.${request.id}`,
  title: t('resolveTitle'),
  description: request.title,
  verb: t('resolveVerb'),
  post: (body) => changeRecord(app.id, 'requirements', request.id, { ...body, resolved: true }),
  saved: () => t('resolvedToast', { title: request.title }),
  fields: [{ at: '/resolution', label: t('resolution'), as: 'area' }],
})

export const decisionForm = (app: Application): FormSpec => ({
  name: `${app.id}.decision`,
  title: t('decisionTitle'),
  description: t('decisionIntro', { terms: termsText(app) }),
  verb: t('decisionVerb'),
  post: adds(app, 'decisions'),
  saved: (_, body) =>
    body.decision === 'approve'
      ? t('approvedToast', { terms: termsText(app) })
      : t('declinedToast'),
  fields: [
    {
      at: '/decision',
      label: t('decisionTitle'),
      as: 'radio',
      required: t('needDecision'),
      options: (['approve', 'decline'] as const).map((value) => ({ value, label: t(value) })),
    },
    { at: '/reason', label: t('reason'), as: 'area' },
  ],
})

export const adviceForm = (app: Application): FormSpec => ({
  name: `${app.id}.advice`,
  title: t('adviceTitle'),
  verb: t('adviceVerb'),
  post: adds(app, 'legal-advice'),
  saved: () => t('adviceSaved'),
  fields: [
    {
      at: '/party_id',
      label: t('party'),
      as: 'select',
      none: t('allGuarantors'),
      unmarked: true,
      options: app.guarantors.flatMap(({ id, name }) =>
        id ? [{ value: id, label: name ?? '' }] : [],
      ),
    },
    dateGiven,
    { at: '/solicitor', label: t('solicitor') },
  ],
})

export const conditionForm = (app: Application): FormSpec => ({
  name: `${app.id}.condition`,
  title: t('conditionTitle'),
  verb: t('conditionVerb'),
  post: adds(app, 'conditions'),
  saved: (_, body) => t('conditionSaved', { title: String(body.title) }),
  fields: [{ at: '/title', label: t('condition'), required: t('needCondition') }],
})

export const satisfyForm = (app: Application, condition: Condition): FormSpec => ({
  name: `${app.id}.satisfy.${condition.id}`,
  title: t('satisfyTitle'),
  description: condition.title,
  verb: t('satisfyVerb'),
  post: (body) => changeRecord(app.id, 'conditions', condition.id, { ...body, met: true }),
  saved: () => t('satisfiedToast', { title: condition.title }),
  fields: [{ at: '/evidence', label: t('evidence'), hint: t('evidenceHint') }],
})
