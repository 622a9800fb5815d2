/** Uploads in progress: each with its progress, its outcome, and a retry under the same key. */
import { onScopeDispose, reactive } from 'vue'
import { uploadDocument, type UploadLinks } from '@/api/documents'
import { asProblem } from '@/api/problem'
import { firstErrorOf } from '@/forms/errors'
import { refusal } from './files'

export interface Upload<T> {
  id: string
  file: File
  type: string
  part: number
  error: string
  done: T | null
  stop: () => void
}

/** `finished` is called for every file that is uploaded. */
export function useUploads<T>(links: () => UploadLinks, finished: (upload: Upload<T>) => void) {
  const uploads = reactive<Upload<T>[]>([]) as Upload<T>[]

  async function start(upload: Upload<T>) {
    const control = new AbortController()
    Object.assign(upload, { error: '', part: 0, stop: () => control.abort() })
    try {
      upload.done = await uploadDocument<T>(upload.file, upload.type, links(), {
        key: upload.id,
        progress: (part) => (upload.part = part),
        signal: control.signal,
      })
      finished(upload)
    } catch (error) {
      upload.error = firstErrorOf(asProblem(error))
    }
  }

  function add(file: File, type: string): Upload<T> {
    uploads.push({
      id: crypto.randomUUID(),
      file,
      type,
      part: 0,
      error: refusal(file),
      done: null,
      stop: () => undefined,
    })
    const upload = uploads.at(-1)!
    if (!upload.error) void start(upload)
    return upload
  }

  function remove(upload: Upload<T>) {
    const at = uploads.findIndex(({ id }) => id === upload.id)
    if (at < 0) return
    uploads.splice(at, 1)
    upload.stop()
  }
  onScopeDispose(() => uploads.forEach((upload) => upload.done || upload.stop()))
  return { uploads, add, remove, start }
}
