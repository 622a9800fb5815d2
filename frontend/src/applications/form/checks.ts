/** What must be right before sending, by JSON pointer; the server checks the same and more. */
import {
  abnOk,
  accountOk,
  acnOk,
  digits,
  parseBsb,
  parseDate,
  parseMoney,
  parseRate,
} from '@/lib/au'
import { backed, isBlank, shown } from './body'
import type { Typed, TypedCompany, TypedGuarantor, TypedPerson } from './model'
import { t } from './words'

export type Errors = Record<string, string>

export function check(model: Typed): Errors {
  const errors: Errors = {}
  const say = (at: string, text: string) => (errors[at] ??= text)
  needed(model, say)
  model.borrowers.forEach((one, i) => person(one, `/borrowers/${i}`, say))
  model.companies.forEach((one, i) => company(one, `/companies/${i}`, say))
  model.guarantors.forEach((one, i) => {
    guarantor(one, `/guarantors/${i}`, say)
    if (one.backs_who === 'some' && !backed(model, one).length)
      say(`/guarantors/${i}/backs`, t('e.backs'))
  })
  model.fees.forEach((one, i) => !one.type && say(`/fees/${i}/type`, t('e.feeType')))
  readable(model, '', '', say)
  return errors
}

type Say = (at: string, text: string) => unknown

function needed(model: Typed, say: Say): void {
  if (!model.application_type) say('/application_type', t('e.type'))
  if (model.application_type === 'other' && !model.application_type_other.trim())
    say('/application_type_other', t('e.typeOther'))
  if (!model.loan_amount.trim()) say('/loan_amount', t('e.amount'))
  if (!model.loan_term.trim()) say('/loan_term', t('e.term'))
}

function person(one: TypedPerson, at: string, say: Say): void {
  if (!one.first_name.trim()) say(`${at}/first_name`, t('e.firstName'))
  if (!one.last_name.trim()) say(`${at}/last_name`, t('e.lastName'))
  const account = one.bank_account
  if (isBlank(account)) return
  if (!account.bsb?.trim()) say(`${at}/bank_account/bsb`, t('e.bsb'))
  if (!account.account_number?.trim()) say(`${at}/bank_account/account_number`, t('e.account'))
}

function company(one: TypedCompany, at: string, say: Say): void {
  if (!one.entity_name.trim()) say(`${at}/entity_name`, t('e.entity'))
  if (one.entity_type === 'company' && !one.acn.trim()) say(`${at}/acn`, t('e.acnNeeded'))
  if (one.entity_type !== 'company' && !one.trustee_name.trim())
    say(`${at}/trustee_name`, t('e.trustee'))
  if (one.abn.trim() && !abnOk(one.abn)) say(`${at}/abn`, t('e.abn'))
  if (one.acn.trim() && !acnOk(one.acn)) say(`${at}/acn`, t('e.acn'))
}

const guarantor = (one: TypedGuarantor, at: string, say: Say) =>
  one.guarantor_type === 'company' ? company(one, at, say) : person(one, at, say)

const READ: Record<string, [(text: string) => unknown, string]> = {
  ...all(
    ['loan_amount', 'amount', 'value', 'estimated_value', 'balance', 'repayment', 'liability_cap'],
    [parseMoney, t('e.money')],
  ),
  ...all(
    ['date_of_birth', 'since', 'estimated_settlement_date', 'remind_date'],
    [parseDate, t('e.date')],
  ),
  ...all(
    ['loan_term', 'capitalised_interest_months'],
    [(text) => /^\d{1,3}$/.test(text.trim()) && digits(text), t('e.months')],
  ),
  ...all(['interest_rate', 'share_percent'], [parseRate, t('e.rate')]),
  ...all(['email'], [(text) => /^\S+@\S+\.\S+$/.test(text.trim()), t('e.email')]),
  ...all(['bsb'], [parseBsb, t('e.bsb')]),
  ...all(['account_number'], [accountOk, t('e.account')]),
}

function all<T>(names: string[], what: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, what]))
}

/** Whatever was typed and is shown must be readable as what it is. */
function readable(value: unknown, name: string, at: string, say: Say): void {
  if (typeof value === 'string') {
    const rule = READ[name]
    if (rule && value.trim() && !rule[0](value)) say(at, rule[1])
  } else if (value && typeof value === 'object') {
    for (const [key, one] of Object.entries(shown(value))) readable(one, key, `${at}/${key}`, say)
  }
}
