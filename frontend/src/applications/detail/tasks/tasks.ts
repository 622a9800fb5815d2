/** For everything that a move can wait for: what this person can do about it, here and now. */
import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import type { Fee } from '@/api/finance.types'
import type { Application, Missing } from '@/api/types'
import type { Permission } from '@/session/permissions'
import * as forms from './forms'
import { completing, isIncomplete, partiesOf } from './party'
import { t } from './words'

export type Task =
  | { do: 'assign' | 'direct' | 'funding' | 'generate' }
  | { do: 'upload'; type: string; title: string }
  | { do: 'fee'; form: 'charge' | 'pay'; fee?: Fee }
  | { do: 'form'; form: forms.RecordForm }
export interface Offer {
  label: string
  task: Task
}
interface Rule {
  needs: Permission
  offer: (app: Application) => Offer | Offer[]
}

const form = (label: string, make: forms.RecordForm): Offer => ({
  label,
  task: { do: 'form', form: make },
})
const commitment = (app: Application): Offer => {
  const fee = app.fees.find(
    (one) => one.type === 'commitment' && one.status === 'waiting' && one.version > 0,
  )
  return fee
    ? { label: t('payCommitment'), task: { do: 'fee', form: 'pay', fee } }
    : { label: t('chargeCommitment'), task: { do: 'fee', form: 'charge' } }
}
const completes = (app: Application) =>
  partiesOf(app)
    .filter(({ party }) => party.id && isIncomplete(party))
    .map((one) => form(t('complete', { name: one.party.name ?? '' }), completing(one)))
const changeTerms: Rule = {
  needs: 'applications.edit',
  offer: (app) => form(t('terms'), forms.terms(app)),
}

const RULES: Record<string, Rule[]> = {
  broker: [
    { needs: 'applications.assign', offer: () => ({ label: t('assign'), task: { do: 'assign' } }) },
    { needs: 'applications.edit', offer: () => ({ label: t('direct'), task: { do: 'direct' } }) },
  ],
  bd: [
    {
      needs: 'applications.assign',
      offer: () => ({ label: t('assignBd'), task: { do: 'assign' } }),
    },
  ],
  funding_calculation: [
    { needs: 'finance.fund', offer: () => ({ label: t('funding'), task: { do: 'funding' } }) },
  ],
  indicative_letter: [
    {
      needs: 'documents.generate',
      offer: () => ({ label: t('generate'), task: { do: 'generate' } }),
    },
    {
      needs: 'documents.upload',
      offer: () => ({
        label: t('uploadLetter'),
        task: { do: 'upload', type: 'indicative_letter', title: t('uploadLetter') },
      }),
    },
  ],
  signed_copy: [
    {
      needs: 'documents.upload',
      offer: () => ({
        label: t('uploadSigned'),
        task: { do: 'upload', type: 'signed_form', title: t('signedTitle') },
      }),
    },
  ],
  commitment_fee: [{ needs: 'finance.post', offer: commitment }],
  abn_acn: [{ needs: 'parties.write', offer: completes }],
  parties_incomplete: [{ needs: 'parties.write', offer: completes }],
  solvency: [
    { needs: 'applications.edit', offer: (app) => form(t('solvency'), forms.solvency(app)) },
  ],
  privacy_consent: [
    { needs: 'applications.record', offer: (app) => form(t('consent'), forms.consent(app)) },
  ],
  valuer: [{ needs: 'applications.edit', offer: (app) => form(t('valuer'), forms.valuer(app)) }],
  valuation: [
    { needs: 'applications.record', offer: (app) => form(t('valuation'), forms.valuation(app)) },
  ],
  lvr: [
    changeTerms,
    { needs: 'applications.record', offer: (app) => form(t('valuation'), forms.valuation(app)) },
  ],
  requirements: [
    {
      needs: 'applications.record',
      offer: (app) =>
        app.requirements
          .filter((one) => !one.resolved)
          .map((one) => form(t('resolve', { title: one.title }), forms.resolving(app, one))),
    },
  ],
  approval: [
    { needs: 'applications.decide', offer: (app) => form(t('decide'), forms.decision(app)) },
  ],
  loan_documents: [
    {
      needs: 'documents.upload',
      offer: () => ({
        label: t('uploadDocs'),
        task: { do: 'upload', type: 'loan_documents', title: t('docsTitle') },
      }),
    },
  ],
  signatures: [
    {
      needs: 'documents.upload',
      offer: () => ({
        label: t('uploadSignatures'),
        task: { do: 'upload', type: 'signed_form', title: t('signaturesTitle') },
      }),
    },
  ],
  legal_advice: [
    { needs: 'applications.record', offer: (app) => form(t('advice'), forms.advice(app)) },
  ],
  conditions: [
    {
      needs: 'applications.record',
      offer: (app) =>
        app.conditions
          .filter((one) => !one.met)
          .map((one) => form(t('meet', { title: one.title }), forms.meeting(app, one))),
    },
  ],
  loan_amount: [changeTerms],
  loan_term: [changeTerms],
  interest_rate: [changeTerms],
  terms: [changeTerms],
  product: [changeTerms],
}

/** What can be done about it by somebody with these permissions; `me` decides about nobody's own application. */
export function offersFor(
  missing: Missing,
  app: Application,
  may: (permission: Permission) => boolean,
  me?: string,
): Offer[] {
  if (missing.code === 'approval' && app.created_by.id === me) return []
  return (RULES[missing.code] ?? [])
    .filter((rule) => may(rule.needs))
    .flatMap((rule) => rule.offer(app))
}

/** Codes that another part of the system clears without anybody's doing. */
export const clearsItself = (code: string) => code.endsWith('_pending')
export const isOwnDecision = (missing: Missing, app: Application, me?: string) =>
  missing.code === 'approval' && app.created_by.id === me

export interface Tasks {
  current: Ref<Task | null>
  start: (task: Task) => void
}
const KEY: InjectionKey<Tasks> = Symbol('tasks')

/** One task at a time, in a dialog over the open application. */
export function provideTasks(assign: () => void): Tasks {
  const current = ref<Task | null>(null)
  const tasks = {
    current,
    start: (task: Task) => (task.do === 'assign' ? assign() : void (current.value = task)),
  }
  provide(KEY, tasks)
  return tasks
}

export function useTasks(): Tasks {
  const tasks = inject(KEY)
  if (!tasks) throw new Error('Only inside an open application')
  return tasks
}
