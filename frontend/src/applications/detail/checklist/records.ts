/** How records are read: by whom and when they were made, and whom they concern. */
import { ref, type Ref } from 'vue'
import { changeRecord } from '@/api/records'
import { asProblem } from '@/api/problem'
import type { Application } from '@/api/types'
import { ago } from '@/lib/au'
import { toast } from '@/lib/toasts'
import { useOpenApplication } from '@/applications/openApplication'
import { partiesOf, partyName } from '@/applications/parties'
import { t } from './words'

export const madeBy = (record: { created_by: { name: string }; created_at: string }) =>
  t('byWhen', { name: record.created_by.name, when: ago(record.created_at) })

export function partyNameOf(app: Application, id: string): string {
  const entry = partiesOf(app).find(({ party }) => party.id === id)
  return entry ? partyName(entry.party) : '–'
}

export const joined = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')

interface Reopen {
  /** The id of the record that is being reopened. */
  busy: Ref<string>
  reopen: (record: { id: string; title: string }) => Promise<void>
}

/** Reopening asks nothing: marking it again undoes it. */
export function useReopen(kind: 'requirements' | 'conditions'): Reopen {
  const { app, refresh } = useOpenApplication()
  const busy = ref('')
  const change = kind === 'conditions' ? { met: false } : { resolved: false }

  async function reopen({ id, title }: { id: string; title: string }) {
    busy.value = id
    try {
      await changeRecord(app.value.id, kind, id, change)
      toast(t('reopened', { title }), { tone: 'ok' })
    } catch (error) {
      toast(asProblem(error).message, { tone: 'danger' })
    } finally {
      busy.value = ''
      await refresh()
    }
  }
  return { busy, reopen }
}
