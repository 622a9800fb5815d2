/** The directory: brokers, BDMs and branches. */
import { get, patch, post } from './http'
import type { Bdm, Branch, Broker, NewBdm, NewBranch, NewBroker, Page } from './types'

export interface DirectoryFilter {
  q?: string
  branch_id?: string
  bd_id?: string
  limit?: number
  cursor?: string
}
export type Kind = 'brokers' | 'bdms' | 'branches'
export interface Entry {
  brokers: Broker
  bdms: Bdm
  branches: Branch
}
export interface NewEntry {
  brokers: NewBroker
  bdms: NewBdm
  branches: NewBranch
}

export const listParties = <K extends Kind>(
  kind: K,
  filter: DirectoryFilter = {},
  signal?: AbortSignal,
) => get<Page<Entry[K]>>(`/api/parties/${kind}/`, filter, signal)
export const addParty = <K extends Kind>(kind: K, body: NewEntry[K]) =>
  post<Entry[K]>(`/api/parties/${kind}/`, body)

/** A recorded person or company; fields that are left out stay as they are. */
export const changeParty = (
  kind: 'borrowers' | 'guarantors' | 'companies',
  id: string,
  body: object,
) => patch<unknown>(`/api/parties/${kind}/${id}/`, body)
