/** What a party still lacks before it can be valued, and the form that completes it. */
import { changeParty } from '@/api/parties'
import type { Application, Guarantor, Party } from '@/api/types'
import type { Spec } from '@/forms/spec'
import { STATES, abnOk, acnOk, date, digits } from '@/lib/au'
import type { RecordForm } from './forms'
import { t } from './words'

export interface Placed {
  kind: 'borrowers' | 'companies' | 'guarantors'
  party: Party | Guarantor
}
type Any = Party & Partial<Guarantor>

export const isCompany = (party: Any) =>
  Boolean(party.entity_name || party.entity_type) || party.guarantor_type === 'company'
export const partiesOf = (app: Application): Placed[] =>
  (['borrowers', 'companies', 'guarantors'] as const).flatMap((kind) =>
    app[kind].map((party) => ({ kind, party })),
  )

/** The same things the gate asks for, so that the right party is offered; the server decides. */
export function isIncomplete(party: Any): boolean {
  if (!(party.email || party.phone) || !party.address?.street) return true
  if (!isCompany(party)) return !party.date_of_birth
  const [abn, acn] = [party.abn ?? '', party.acn ?? '']
  const needed = (party.entity_type ?? 'company') === 'company' ? !acn : !abn
  return (
    needed || Boolean(abn && !abnOk(abn)) || Boolean(acn && !acnOk(acn)) || !party.directors?.length
  )
}

export function completing({ kind, party }: Placed): RecordForm {
  const one = party as Any
  const company = isCompany(one)
  const states = Object.entries(STATES).map(([value, label]) => ({
    value,
    label: `${label} (${value})`,
  }))
  const text = (
    name: string,
    label: string,
    initial?: string | null,
    more: Partial<Spec> = {},
  ): Spec => ({ name, label, initial: initial ?? '', ...more })
  const fields: Spec[] = [
    ...(company
      ? [
          text('entity_name', t('entity'), one.entity_name, { needed: t('needName') }),
          text('acn', t('acn'), one.acn),
          text('abn', t('abn'), one.abn),
          ...(one.directors?.length
            ? []
            : [text('director_first', t('director')), text('director_last', t('directorLast'))]),
        ]
      : [
          text('first_name', t('firstName'), one.first_name, { needed: t('needName') }),
          text('last_name', t('lastName'), one.last_name, { needed: t('needName') }),
          text('date_of_birth', t('birth'), one.date_of_birth ? date(one.date_of_birth) : '', {
            as: 'date',
          }),
        ]),
    text('email', t('email'), one.email),
    text('phone', t('phone'), one.phone),
    text('address/street', t('street'), one.address?.street),
    text('address/city', t('city'), one.address?.city),
    text('address/state', t('state'), one.address?.state, {
      as: 'select',
      none: t('noState'),
      options: states,
    }),
    text('address/postal_code', t('postcode'), one.address?.postal_code),
    text('address/country', t('country'), one.address?.country ?? 'Australia'),
  ]
  return {
    name: `party.${one.id}`,
    title: t('partyTitle', { name: one.name ?? '' }),
    intro: t('partyIntro'),
    verb: t('save'),
    wide: true,
    fields,
    post: (body) => changeParty(kind, one.id ?? '', partyBody(body)),
  }
}

export function partyBody(body: Record<string, unknown>): Record<string, unknown> {
  const { director_first: first, director_last: last, ...rest } = body
  const numbers = Object.fromEntries(
    ['abn', 'acn'].filter((name) => rest[name]).map((name) => [name, digits(String(rest[name]))]),
  )
  return {
    ...rest,
    ...numbers,
    ...(first || last ? { directors: [{ first_name: first ?? '', last_name: last ?? '' }] } : {}),
  }
}
