/** What is known of a party, in reading order; what was not provided is left out. */
import type { Application, Guarantor, Party } from '@/api/types'
import { abn, acn, date, dollars, oneLine, percent, phone, sum } from '@/lib/au'
import { humanise } from '@/lib/words'
import { t } from './words'

export interface PartyFact {
  label: string
  text: string
  href?: string
  wide?: boolean
}
type Candidate = Omit<PartyFact, 'text'> & { text?: string | null | false }

export function factsOf(party: Party | Guarantor, app: Application): PartyFact[] {
  const candidates = [
    ...identity(party),
    ...contact(party),
    ...finances(party),
    ...guarantee(party, app),
  ]
  return candidates.filter((fact): fact is PartyFact => Boolean(fact.text) && fact.text !== '–')
}

const nameOf = (person: { first_name?: string | null; last_name?: string | null }) =>
  [person.first_name, person.last_name].filter(Boolean).join(' ')

function identity(party: Party): Candidate[] {
  const owners = party.beneficial_owners?.map(({ name, share_percent: share }) =>
    share ? `${name} (${percent(share)})` : name,
  )
  return [
    { label: t('entity'), text: party.entity_type && humanise(party.entity_type) },
    { label: t('abn'), text: abn(party.abn) },
    { label: t('acn'), text: acn(party.acn) },
    { label: t('trustee'), text: party.trustee_name },
    { label: t('birth'), text: date(party.date_of_birth) },
    { label: t('marital'), text: humanise(party.marital_status) },
    { label: t('residency'), text: humanise(party.residency) },
    { label: t('employment'), text: employment(party), wide: true },
    { label: t('directors'), text: party.directors?.map(nameOf).join(', '), wide: true },
    { label: t('owners'), text: owners?.join(', '), wide: true },
  ]
}

function employment({ employment: job }: Party): string {
  if (!job) return ''
  const since = job.since && t('since', { date: date(job.since) })
  return [job.role, job.employer, job.type && humanise(job.type), since].filter(Boolean).join(', ')
}

function contact(party: Party): Candidate[] {
  return [
    { label: t('email'), text: party.email, href: `mailto:${party.email}` },
    { label: t('phone'), text: phone(party.phone), href: `tel:${party.phone}` },
    { label: t('address'), text: oneLine(party.address), wide: true },
    { label: t('mailing'), text: oneLine(party.mailing_address), wide: true },
  ]
}

function finances(party: Party): Candidate[] {
  const account = party.bank_account
  const flow = (rows: Party['income']) =>
    rows
      ?.map(
        ({ amount, frequency, kind }) =>
          `${dollars(amount)} ${humanise(frequency).toLowerCase()} (${humanise(kind)})`,
      )
      .join(', ')
  return [
    { label: t('income'), text: flow(party.income) },
    { label: t('expenses'), text: flow(party.expenses) },
    { label: t('assets'), text: total(party.assets?.map(({ value }) => value)) },
    { label: t('liabilities'), text: total(party.liabilities?.map(({ balance }) => balance)) },
    {
      label: t('bank'),
      text:
        account &&
        [account.account_name, account.bsb, account.account_number].filter(Boolean).join(' '),
      wide: true,
    },
    { label: t('referral'), text: party.referral_source && humanise(party.referral_source) },
    { label: t('tags'), text: party.tags?.map(humanise).join(', ') },
  ]
}

function guarantee(party: Party | Guarantor, app: Application): Candidate[] {
  if (!('guarantor_type' in party)) return []
  const backed = [...app.borrowers, ...app.companies]
    .filter(({ id }) => id && party.backs?.includes(id))
    .map(({ name }) => name)
  return [
    { label: t('cap'), text: party.liability_cap && dollars(party.liability_cap) },
    { label: t('guarantees'), text: backed.join(', ') || t('allBorrowers') },
  ]
}

const total = (amounts: (string | undefined)[] | undefined) =>
  amounts?.length ? dollars(sum(amounts)) : ''
