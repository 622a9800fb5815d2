/** Applications: the list, the record, its stages and notes. */
import { get, patch, post } from './http'
import type {
  Application,
  ApplicationChange,
  ApplicationFilter,
  ApplicationPage,
  StageChanged,
  NewApplication,
  Note,
  Stage,
  Transition,
} from './types'

const at = (id: string) => `/api/applications/${id}/`

export const listApplications = (filter: ApplicationFilter, signal?: AbortSignal) =>
  get<ApplicationPage>('/api/applications/', filter, signal)
export const listStages = async () =>
  (await get<{ items: Stage[] }>('/api/applications/stages/')).items
export const readApplication = (id: string) => get<Application>(at(id))
export const lodgeApplication = (body: NewApplication, key: string) =>
  post<Application>('/api/applications/', body, { 'Idempotency-Key': key })
export const changeApplication = (id: string, body: ApplicationChange, version: number) =>
  patch<Application>(at(id), body, version)
export const changeStage = (id: string, body: Transition) =>
  post<StageChanged>(`${at(id)}transitions/`, body)
export const undoStage = (id: string) => post<StageChanged>(`${at(id)}transitions/undo/`)
export const addNote = (id: string, body: { content: string; remind_date?: string }, key: string) =>
  post<Note>(`${at(id)}notes/`, body, { 'Idempotency-Key': key })
