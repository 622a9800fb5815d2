/** From what was typed to what is sent: empty things are left out, amounts and dates are put right. */
import { digits, parseBsb, parseDate, parseMoney, parseRate } from '@/lib/au'
import type { NewApplication } from '@/api/types'
import type { Typed, TypedCompany, TypedGuarantor, TypedPerson } from './model'

const MONEY = new Set([
  'loan_amount',
  'amount',
  'value',
  'estimated_value',
  'balance',
  'repayment',
  'liability_cap',
])
const DATES = new Set(['date_of_birth', 'since', 'estimated_settlement_date', 'remind_date'])
const WHOLE = new Set(['loan_term', 'capitalised_interest_months'])
const RATES = new Set(['interest_rate', 'share_percent'])
const ANSWERS = new Set(['bankruptcy', 'judgments', 'tax_arrears', 'arrears_on_loans'])
/** Set before anything is typed: alone they do not make a row. */
const GIVEN = new Set([
  'ref',
  'country',
  'entity_type',
  'guarantor_type',
  'backs_who',
  'frequency',
  'kind',
  'has_mailing',
])
/** Here a `kind` is an answer: nothing stands in it before it is chosen. */
const ANSWERED = new Set(['exit_strategy'])
/** The halves of a guarantor. */
const PERSONAL = [
  'first_name',
  'last_name',
  'date_of_birth',
  'marital_status',
  'residency',
  'employment',
  'tax_id',
  'income',
  'expenses',
  'assets',
  'liabilities',
  'bank_account',
  'tags',
  'referral_source',
  'mailing_address',
  'has_mailing',
]
const CORPORATE = [
  'entity_name',
  'entity_type',
  'abn',
  'acn',
  'trustee_name',
  'directors',
  'beneficial_owners',
]

/** Nothing of one's own stands in it. */
export function isBlank(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return !value.trim() || GIVEN.has(name)
  if (Array.isArray(value)) return value.every((one) => isBlank(one))
  if (value && typeof value === 'object')
    return Object.entries(shown(value)).every(([key, one]) =>
      isBlank(one, ANSWERED.has(name) ? '' : key),
    )
  return true
}

/** Of a guarantor the half that its type names, of anything else all: what is hidden neither counts nor goes out. */
export function shown(value: object): object {
  if (!('guarantor_type' in value)) return value
  const leave = new Set(value.guarantor_type === 'company' ? PERSONAL : CORPORATE)
  return Object.fromEntries(Object.entries(value).filter(([name]) => !leave.has(name)))
}

/** Takes away rows in which nothing was typed, so that a pointer means the same here and on the server. */
export function dropBlankRows(model: Typed): void {
  const walk = (value: unknown): void => {
    if (!value || typeof value !== 'object') return
    for (const [name, one] of Object.entries(value)) {
      if (!Array.isArray(one)) {
        walk(one)
        continue
      }
      const kept = one.filter((row) => !isBlank(row))
      if (kept.length !== one.length) (value as Record<string, unknown>)[name] = kept
      kept.forEach(walk)
    }
  }
  walk(model)
}

export function toBody(model: Typed): NewApplication {
  const named = new Set(model.guarantors.flatMap((one) => backed(model, one)))
  const party = <T extends TypedPerson | TypedCompany>(one: T) => ({
    ...asked(one),
    ref: named.has(one.ref) ? one.ref : '',
  })
  const sent = {
    ...model,
    application_type_other: model.application_type === 'other' ? model.application_type_other : '',
    broker_id: model.source === 'direct' ? '' : model.broker_id,
    borrowers: model.borrowers.map(party),
    companies: model.companies.map(party),
    guarantors: model.guarantors.map((one) => ({
      ...asked(shown(one) as TypedGuarantor),
      ref: '',
      backs_who: '',
      backs: backed(model, one),
    })),
    documents: model.documents.map(({ upload_id, type }) => ({ upload_id, type })),
  }
  return { ...(convert('', sent) as object), stage: 'inquiry' } as NewApplication
}

/** Whom a guarantor backs by name, of those who are still there; nobody named means everybody. */
export function backed(model: Typed, one: TypedGuarantor): string[] {
  if (one.backs_who !== 'some') return []
  return [...model.borrowers, ...model.companies]
    .map(({ ref }) => ref)
    .filter((ref) => one.backs.includes(ref))
}

/** Without the answers to what is not asked: another address that is not used, the trustee of a company. */
function asked<T extends TypedPerson | TypedCompany>(party: T): object {
  const {
    has_mailing: has,
    mailing_address: other,
    trustee_name: trustee,
    ...rest
  } = party as Partial<TypedGuarantor>
  return {
    ...rest,
    ...(has ? { mailing_address: other } : {}),
    ...(trustee && rest.entity_type !== 'company' ? { trustee_name: trustee } : {}),
  }
}

function convert(name: string, value: unknown): unknown {
  if (typeof value === 'string') return value.trim() ? text(name, value.trim()) : undefined
  if (Array.isArray(value)) {
    const kept = value.filter((one) => !isBlank(one)).map((one) => convert('', one))
    return kept.length ? kept : undefined
  }
  if (!value || typeof value !== 'object' || isBlank(value, name)) return undefined
  const kept = Object.entries(value)
    .map(([key, one]) => [key, convert(key, one)] as const)
    .filter(([, one]) => one !== undefined)
  return kept.length ? Object.fromEntries(kept) : undefined
}

function text(name: string, value: string): unknown {
  if (MONEY.has(name)) return parseMoney(value) ?? value
  if (DATES.has(name)) return parseDate(value) ?? value
  if (WHOLE.has(name)) return /^\d+$/.test(value) ? Number(value) : value
  if (RATES.has(name)) return parseRate(value) ?? value
  if (ANSWERS.has(name)) return value === 'yes'
  if (name === 'abn' || name === 'acn') return digits(value)
  if (name === 'bsb') return parseBsb(value) ?? value
  if (name === 'account_number') return value.replace(/[\s-]/g, '')
  if (name === 'tags')
    return value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
  return value
}
