/** Documents: what is on file, its versions and content, uploads with their progress. */
import type * as D from './generated/documents'
import { download, get, post, remove, upload } from './http'
import type { Page } from './types'

/** The application's copy lacks what only the document service knows. */
export type DocumentFile = Omit<D.Document, 'upload_id' | 'expires_at'>
export type DocumentVersion = D.File
export interface Staged {
  id: string
  upload_id: string
}
export type UploadLinks = Partial<
  Record<
    | 'application_id'
    | 'fee_id'
    | 'repayment_id'
    | 'note_id'
    | 'party_id'
    | 'signed_by'
    | 'signature_date',
    string
  >
>
export interface Sending {
  key: string
  progress: (part: number) => void
  signal?: AbortSignal
}

const at = (id: string) => `/api/documents/${id}/`

export const listDocuments = (application_id: string) =>
  get<Page<DocumentFile>>('/api/documents/', { application_id, limit: 200 })
export const listVersions = async (id: string) =>
  (await get<{ items: DocumentVersion[] }>(`${at(id)}versions/`)).items
export const readContent = (id: string, version?: number) =>
  download(`${at(id)}content/`, version ? { version } : {})
export const removeDocument = (id: string) => remove(at(id))
export const generateDocument = (body: { application_id: string; template: string }, key: string) =>
  post<DocumentFile>('/api/documents/generate/', body, { 'Idempotency-Key': key })

/** Without an application the file is staged for a day, its uploader's alone. */
export const uploadDocument = <T = DocumentFile>(
  file: File,
  type: string,
  links: UploadLinks,
  { key, progress, signal }: Sending,
) =>
  upload<T>(
    '/api/documents/',
    { ...links, type, file },
    { 'Idempotency-Key': key },
    progress,
    signal,
  )

/** A new version of a document; earlier ones are kept. */
export const addVersion = (id: string, file: File, { key, progress, signal }: Sending) =>
  upload<DocumentFile>(`${at(id)}versions/`, { file }, { 'Idempotency-Key': key }, progress, signal)
