/** The parties of an application, whatever their role in it. */
import type { Application, Guarantor, Party } from '@/api/types'

export type PartyRole = 'borrowers' | 'companies' | 'guarantors'
export interface RoleParty {
  role: PartyRole
  party: Party | Guarantor
}
export type AnyParty = Party & Partial<Guarantor>

const ROLES: PartyRole[] = ['borrowers', 'companies', 'guarantors']

export const partiesOf = (application: Application): RoleParty[] =>
  ROLES.flatMap((role) => application[role].map((party) => ({ role, party })))

export const isCompany = (party: AnyParty) =>
  Boolean(party.entity_name || party.entity_type) || party.guarantor_type === 'company'

export const partyName = (party: Party) =>
  party.name || party.entity_name || [party.first_name, party.last_name].filter(Boolean).join(' ')

/** Who borrows, in one line. */
export const borrowerNames = (application: Application) =>
  [...application.borrowers, ...application.companies].map(partyName).filter(Boolean).join(', ')

/** Only parties that are recorded have an id to link to. */
export const recordedParties = (application: Application) =>
  partiesOf(application).flatMap(({ party }) =>
    party.id ? [{ id: party.id, name: partyName(party) }] : [],
  )
