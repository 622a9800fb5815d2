/** What there is to say of a party, in reading order; what was not given is left out. */
import type { Application, Guarantor, Party } from '@/api/types'
import { abn, acn, date, dollars, oneLine, phone, sum } from '@/lib/au'
import { humanise } from '@/lib/words'
import { t } from './words'

export interface PartyFact {
  label: string
  text: string
  href?: string
  wide?: boolean
}
type Draft = { label: string; text?: string | null | false; href?: string; wide?: boolean }

export function factsOf(party: Party | Guarantor, app: Application): PartyFact[] {
  const all: Draft[] = [
    ...identity(party),
    ...contact(party),
    ...money(party),
    ...guarantee(party, app),
  ]
  return all.filter((fact): fact is PartyFact => Boolean(fact.text) && fact.text !== '–')
}

function identity(party: Party): Draft[] {
  const job = party.employment
  return [
    { label: t('entity'), text: party.entity_type && humanise(party.entity_type) },
    { label: t('abn'), text: abn(party.abn) },
    { label: t('acn'), text: acn(party.acn) },
    { label: t('trustee'), text: party.trustee_name },
    { label: t('birth'), text: date(party.date_of_birth) },
    { label: t('marital'), text: humanise(party.marital_status) },
    { label: t('residency'), text: humanise(party.residency) },
    {
      label: t('employment'),
      text:
        job &&
        [
          job.role,
          job.employer,
          job.type && humanise(job.type),
          job.since && t('since', { date: date(job.since) }),
        ]
          .filter(Boolean)
          .join(', '),
      wide: true,
    },
    {
      label: t('directors'),
      text: party.directors
        ?.map((one) => [one.first_name, one.last_name].filter(Boolean).join(' '))
        .join(', '),
      wide: true,
    },
    {
      label: t('owners'),
      text: party.beneficial_owners
        ?.map((one) => `${one.name}${one.share_percent ? ` (${one.share_percent}%)` : ''}`)
        .join(', '),
      wide: true,
    },
  ]
}

function contact(party: Party): Draft[] {
  return [
    { label: t('email'), text: party.email, href: `mailto:${party.email}` },
    { label: t('phone'), text: phone(party.phone), href: `tel:${party.phone}` },
    { label: t('address'), text: oneLine(party.address), wide: true },
    { label: t('mailing'), text: oneLine(party.mailing_address), wide: true },
  ]
}

function money(party: Party): Draft[] {
  const account = party.bank_account
  const flow = (rows: Party['income']) =>
    rows
      ?.map(
        (one) =>
          `${dollars(one.amount)} ${humanise(one.frequency).toLowerCase()} (${humanise(one.kind)})`,
      )
      .join(', ')
  return [
    { label: t('income'), text: flow(party.income) },
    { label: t('expenses'), text: flow(party.expenses) },
    { label: t('assets'), text: total(party.assets?.map((one) => one.value)) },
    { label: t('liabilities'), text: total(party.liabilities?.map((one) => one.balance)) },
    {
      label: t('bank'),
      text:
        account &&
        [account.account_name, account.bsb, account.account_number].filter(Boolean).join(' '),
      wide: true,
    },
    { label: t('referral'), text: party.referral_source && humanise(party.referral_source) },
    { label: t('labels'), text: party.tags?.map(humanise).join(', ') },
  ]
}

function guarantee(party: Party | Guarantor, app: Application): Draft[] {
  if (!('guarantor_type' in party)) return []
  const backed = [...app.borrowers, ...app.companies]
    .filter((one) => one.id && party.backs?.includes(one.id))
    .map((one) => one.name)
  return [
    { label: t('cap'), text: party.liability_cap && dollars(party.liability_cap) },
    { label: t('backs'), text: backed.length ? backed.join(', ') : t('everyone') },
  ]
}

const total = (amounts: (string | undefined)[] | undefined) =>
  amounts?.length ? dollars(sum(amounts)) : ''
