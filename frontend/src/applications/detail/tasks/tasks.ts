/** For everything that can block a stage: what this person can do about it. */
import { inject, provide, ref, shallowRef, type InjectionKey, type Ref } from 'vue'
import type { Fee } from '@/api/finance.types'
import type { Application, Missing } from '@/api/types'
import type { FormSpec } from '@/forms/fields'
import type { Permission } from '@/session/permissions'
import { partiesOf, partyName } from '@/applications/parties'
import { solvencyForm, termsForm, valuerForm } from './applicationForms'
import { isIncomplete, partyForm } from './partyForm'
import * as records from './recordForms'
import { t } from './words'

/** A form is made from the application as it is now, so that it is sent with its latest version. */
export type FormOf = (app: Application) => FormSpec
export type Task =
  | { do: 'assign' | 'direct' | 'funding' | 'generate' }
  | { do: 'upload'; type?: string; title?: string }
  | { do: 'fee'; form: 'add' | 'pay'; fee?: Fee }
  | { do: 'form'; form: FormOf }
export interface Offer {
  label: string
  task: Task
}
interface Rule {
  needs: Permission
  offers: (app: Application) => Offer[]
}

const rule = (needs: Permission, label: string, task: Task): Rule => ({
  needs,
  offers: () => [{ label, task }],
})
const form = (label: string, make: FormOf): Offer => ({ label, task: { do: 'form', form: make } })
const formRule = (needs: Permission, label: string, make: FormOf) =>
  rule(needs, label, { do: 'form', form: make })
const uploadRule = (label: string, type: string, title = label) =>
  rule('documents.upload', label, { do: 'upload', type, title })

/** An unpaid commitment fee is paid, not charged again. */
function commitmentOffers(app: Application): Offer[] {
  const fee = app.fees.find(
    ({ type, status, version }) => type === 'commitment' && status === 'waiting' && version > 0,
  )
  return fee
    ? [{ label: t('payCommitment'), task: { do: 'fee', form: 'pay', fee } }]
    : [{ label: t('addCommitment'), task: { do: 'fee', form: 'add' } }]
}
const completeOffers = (app: Application) =>
  partiesOf(app)
    .filter(({ party }) => party.id && isIncomplete(party))
    .map((entry) => form(t('complete', { name: partyName(entry.party) }), () => partyForm(entry)))
const resolveOffers = (app: Application) =>
  app.requirements
    .filter(({ resolved }) => !resolved)
    .map((request) =>
      form(t('resolve', { title: request.title }), (now) => records.resolveForm(now, request)),
    )
const satisfyOffers = (app: Application) =>
  app.conditions
    .filter(({ met }) => !met)
    .map((condition) =>
      form(t('satisfy', { title: condition.title }), (now) => records.satisfyForm(now, condition)),
    )

const editTerms = formRule('applications.edit', t('terms'), termsForm)
const recordValuation = formRule('applications.record', t('valuation'), records.valuationForm)

/** By the code of what is missing. */
const RULES: Record<string, Rule[]> = {
  broker: [
    rule('applications.assign', t('assignBroker'), { do: 'assign' }),
    rule('applications.edit', t('direct'), { do: 'direct' }),
  ],
  bd: [rule('applications.assign', t('assignBd'), { do: 'assign' })],
  funding_calculation: [rule('finance.fund', t('funding'), { do: 'funding' })],
  indicative_letter: [
    rule('documents.generate', t('generate'), { do: 'generate' }),
    uploadRule(t('uploadLetter'), 'indicative_letter'),
  ],
  signed_copy: [uploadRule(t('uploadSigned'), 'signed_form', t('signedTitle'))],
  commitment_fee: [{ needs: 'finance.post', offers: commitmentOffers }],
  abn_acn: [{ needs: 'parties.write', offers: completeOffers }],
  parties_incomplete: [{ needs: 'parties.write', offers: completeOffers }],
  solvency: [formRule('applications.edit', t('solvency'), solvencyForm)],
  privacy_consent: [formRule('applications.record', t('consent'), records.consentForm)],
  valuer: [formRule('applications.edit', t('valuer'), valuerForm)],
  valuation: [recordValuation],
  lvr: [editTerms, recordValuation],
  requirements: [{ needs: 'applications.record', offers: resolveOffers }],
  approval: [formRule('applications.decide', t('decide'), records.decisionForm)],
  loan_documents: [uploadRule(t('uploadLoanDocuments'), 'loan_documents', t('loanDocumentsTitle'))],
  signatures: [uploadRule(t('uploadSignatures'), 'signed_form', t('signaturesTitle'))],
  legal_advice: [formRule('applications.record', t('advice'), records.adviceForm)],
  conditions: [{ needs: 'applications.record', offers: satisfyOffers }],
  loan_amount: [editTerms],
  loan_term: [editTerms],
  interest_rate: [editTerms],
  terms: [editTerms],
  product: [editTerms],
}

/** Whoever lodged an application does not decide about it. */
export const isOwnDecision = (missing: Missing, app: Application, userId?: string) =>
  missing.code === 'approval' && app.created_by.id === userId

/** What somebody with these permissions can do about it. */
export function offersFor(
  missing: Missing,
  app: Application,
  may: (permission: Permission) => boolean,
  userId?: string,
): Offer[] {
  if (isOwnDecision(missing, app, userId)) return []
  return (RULES[missing.code] ?? [])
    .filter(({ needs }) => may(needs))
    .flatMap(({ offers }) => offers(app))
}

/** Codes that another service clears without anything being done. */
export const clearsItself = (code: string) => code.endsWith('_pending')

export interface Tasks {
  current: Ref<Task | null>
  /** Counts the tasks, so that each gets a dialog of its own. */
  started: Ref<number>
  start: (task: Task) => void
}
const KEY: InjectionKey<Tasks> = Symbol('tasks')

/** One task at a time, in a dialog over the open application. */
export function provideTasks(): Tasks {
  const [current, started] = [shallowRef<Task | null>(null), ref(0)]
  const start = (task: Task) => {
    started.value++
    current.value = task
  }
  const tasks = { current, started, start }
  provide(KEY, tasks)
  return tasks
}

export function useTasks(): Tasks {
  const tasks = inject(KEY)
  if (!tasks) throw new Error('Only inside an open application')
  return tasks
}
