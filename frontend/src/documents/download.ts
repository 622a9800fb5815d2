/** Downloads a file, and says which types can be previewed here. */
import { reactive } from 'vue'
import { readContent } from '@/api/documents'
import { save } from '@/api/files'
import { asProblem } from '@/api/problem'
import { toast } from '@/lib/toasts'

export function useDownload() {
  const busy = reactive(new Set<string>())
  async function fetch(id: string, name: string, version?: number) {
    if (busy.has(id)) return
    busy.add(id)
    try {
      save(await readContent(id, version), name)
    } catch (error) {
      toast(asProblem(error).message, { tone: 'danger' })
    } finally {
      busy.delete(id)
    }
  }
  return { busy, fetch }
}

export const isPreviewable = (contentType: string) =>
  contentType === 'application/pdf' || /^image\/(png|jpe?g|gif|webp)$/.test(contentType)
