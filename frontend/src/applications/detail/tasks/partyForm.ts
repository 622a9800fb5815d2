/** What a party still lacks before a valuation is ordered, and the form that completes it. */
import { changeParty } from '@/api/parties'
import type { Address } from '@/api/types'
import type { Body, FieldSpec, FormSpec } from '@/forms/fields'
import { abnOk, acnOk, date, stateOptions } from '@/lib/au'
import { isCompany, partyName, type AnyParty, type RoleParty } from '@/applications/parties'
import { t } from './words'

/** The same checks as the server's guard, so that the right party is offered; the server decides. */
export function isIncomplete(party: AnyParty): boolean {
  if (!(party.email || party.phone) || !party.address?.street) return true
  if (!isCompany(party)) return !party.date_of_birth
  const [abn, acn] = [party.abn ?? '', party.acn ?? '']
  const lacksNumber = (party.entity_type ?? 'company') === 'company' ? !acn : !abn
  const invalid = Boolean(abn && !abnOk(abn)) || Boolean(acn && !acnOk(acn))
  return lacksNumber || invalid || !party.directors?.length
}

export function partyForm({ role, party }: RoleParty): FormSpec {
  const name = partyName(party)
  return {
    name: `party.${party.id}`,
    title: t('partyTitle', { name }),
    description: t('partyIntro'),
    verb: t('save'),
    wide: true,
    fields: [
      ...(isCompany(party) ? companyFields(party) : personFields(party)),
      { at: '/email', label: t('email'), as: 'email', initial: party.email },
      { at: '/phone', label: t('phone'), as: 'phone', initial: party.phone },
      ...addressFields(party.address),
    ],
    saved: () => t('partySaved', { name }),
    post: (body) => changeParty(role, party.id ?? '', partyBody(body)),
  }
}

const companyFields = (company: AnyParty): FieldSpec[] => [
  {
    at: '/entity_name',
    label: t('entity'),
    initial: company.entity_name,
    required: t('needEntity'),
  },
  { at: '/acn', label: t('acn'), as: 'acn', initial: company.acn },
  { at: '/abn', label: t('abn'), as: 'abn', initial: company.abn },
  ...(company.directors?.length
    ? []
    : [
        { at: '/director/first_name', label: t('directorFirst') },
        { at: '/director/last_name', label: t('directorLast') },
      ]),
]

const personFields = (person: AnyParty): FieldSpec[] => [
  {
    at: '/first_name',
    label: t('firstName'),
    initial: person.first_name,
    required: t('needFirstName'),
  },
  {
    at: '/last_name',
    label: t('lastName'),
    initial: person.last_name,
    required: t('needLastName'),
  },
  {
    at: '/date_of_birth',
    label: t('birth'),
    as: 'date',
    initial: person.date_of_birth && date(person.date_of_birth),
  },
]

const addressFields = (address: Address | null | undefined): FieldSpec[] => [
  { at: '/address/street', label: t('street'), initial: address?.street },
  { at: '/address/city', label: t('suburb'), initial: address?.city },
  {
    at: '/address/state',
    label: t('state'),
    as: 'select',
    initial: address?.state,
    none: t('chooseState'),
    options: stateOptions,
  },
  { at: '/address/postal_code', label: t('postcode'), initial: address?.postal_code },
  { at: '/address/country', label: t('country'), initial: address?.country ?? 'Australia' },
]

/** A director that was typed makes the list of directors. */
export function partyBody({ director, ...body }: Body): Body {
  if (!director) return body
  const { first_name = '', last_name = '' } = director as Record<string, string>
  return { ...body, directors: [{ first_name, last_name }] }
}
