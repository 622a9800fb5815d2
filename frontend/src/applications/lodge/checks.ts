/** What must be right before lodging, by JSON pointer; the server checks the same and more. */
import type { Errors } from '@/forms/fields'
import { problemOf } from '@/forms/kinds'
import { backedBy } from './body'
import { applicable, isBlank } from './blanks'
import { kindOf } from './fieldKinds'
import type { Typed, TypedCompany, TypedGuarantor, TypedPerson } from './model'
import { t } from './words'

type Report = (at: string, text: string) => unknown

export function check(model: Typed): Errors {
  const errors: Errors = {}
  const report: Report = (at, text) => (errors[at] ??= text)
  checkLoan(model, report)
  model.borrowers.forEach((person, i) => checkPerson(person, `/borrowers/${i}`, report))
  model.companies.forEach((company, i) => checkCompany(company, `/companies/${i}`, report))
  model.guarantors.forEach((guarantor, i) => {
    const at = `/guarantors/${i}`
    checkGuarantor(guarantor, at, report)
    if (guarantor.backs_who === 'some' && !backedBy(model, guarantor).length)
      report(`${at}/backs`, t('needBorrowers'))
  })
  model.fees.forEach((fee, i) => fee.type || report(`/fees/${i}/type`, t('needFeeType')))
  checkReadable(model, '', '', report)
  return errors
}

const isMissing = (text: string | undefined) => !text?.trim()

function checkLoan(model: Typed, report: Report): void {
  if (!model.application_type) report('/application_type', t('needType'))
  if (model.application_type === 'other' && isMissing(model.application_type_other))
    report('/application_type_other', t('needOtherType'))
  if (isMissing(model.loan_amount)) report('/loan_amount', t('needAmount'))
  if (isMissing(model.loan_term)) report('/loan_term', t('needTerm'))
}

function checkPerson(person: TypedPerson, at: string, report: Report): void {
  if (isMissing(person.first_name)) report(`${at}/first_name`, t('needFirstName'))
  if (isMissing(person.last_name)) report(`${at}/last_name`, t('needLastName'))
  const account = person.bank_account
  if (isBlank(account)) return
  if (isMissing(account.bsb)) report(`${at}/bank_account/bsb`, t('needBsb'))
  if (isMissing(account.account_number))
    report(`${at}/bank_account/account_number`, t('needAccount'))
}

function checkCompany(company: TypedCompany, at: string, report: Report): void {
  const isCompany = company.entity_type === 'company'
  if (isMissing(company.entity_name)) report(`${at}/entity_name`, t('needEntityName'))
  if (isCompany && isMissing(company.acn)) report(`${at}/acn`, t('needAcn'))
  if (!isCompany && isMissing(company.trustee_name)) report(`${at}/trustee_name`, t('needTrustee'))
}

const checkGuarantor = (guarantor: TypedGuarantor, at: string, report: Report) =>
  guarantor.guarantor_type === 'company'
    ? checkCompany(guarantor, at, report)
    : checkPerson(guarantor, at, report)

/** Whatever was typed and applies must be readable as what it is. */
function checkReadable(value: unknown, name: string, at: string, report: Report): void {
  if (typeof value === 'string') {
    const problem = problemOf(kindOf(name), value.trim())
    if (problem) report(at, problem)
  } else if (value && typeof value === 'object') {
    for (const [key, field] of Object.entries(applicable(value)))
      checkReadable(field, key, `${at}/${key}`, report)
  }
}
