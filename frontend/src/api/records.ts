/** Records that the guards of a stage ask for. */
import { get, patch, post } from './http'

export type RecordKind =
  'consents' | 'valuations' | 'requirements' | 'decisions' | 'legal-advice' | 'conditions'

const at = (application: string, kind: RecordKind) => `/api/applications/${application}/${kind}/`

export const addRecord = (application: string, kind: RecordKind, body: object, key: string) =>
  post<unknown>(at(application, kind), body, { 'Idempotency-Key': key })
export const listRecords = <T>(application: string, kind: RecordKind) =>
  get<{ items: T[] }>(at(application, kind))
export const changeRecord = (application: string, kind: RecordKind, id: string, body: object) =>
  patch<unknown>(`${at(application, kind)}${id}/`, body)
