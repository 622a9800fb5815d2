/** Uploads the invoice that was chosen with a payment; the payment stays recorded if that fails. */
import { ref } from 'vue'
import { uploadDocument, type UploadLinks } from '@/api/documents'
import { asProblem } from '@/api/problem'
import { toast } from '@/lib/toasts'
import { refusal } from './files'
import { t } from './words'

export function useInvoiceFile() {
  const [file, part] = [ref<File | null>(null), ref(0)]
  async function store(links: UploadLinks) {
    if (!file.value || refusal(file.value)) return
    try {
      await uploadDocument(file.value, 'invoice', links, {
        key: crypto.randomUUID(),
        progress: (sent) => (part.value = Math.max(sent, 0.01)),
      })
    } catch (error) {
      toast(t('invoiceFailed', { detail: asProblem(error).message }), {
        tone: 'danger',
        seconds: 12,
      })
    } finally {
      part.value = 0
    }
  }
  return { file, part, store }
}
