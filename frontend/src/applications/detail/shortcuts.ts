/** Keys and palette commands of an open application. */
import type { Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { Application } from '@/api/types'
import { useCommands, type Command } from '@/lib/commands'
import { useKeys } from '@/lib/keys'
import { useSession } from '@/session/store'
import type { Transitions } from './stage/transitions'
import type { Tasks } from './tasks/tasks'
import { t } from './words'

const command = (id: string, label: string, run: () => void, keys?: string): Command => ({
  id,
  label,
  group: t('commandGroup'),
  keys,
  run,
})

export function useShortcuts(
  app: Ref<Application>,
  tabs: string[],
  transitions: Transitions,
  tasks: Tasks,
): void {
  const [session, router] = [useSession(), useRouter()]
  const go = (tab: string) => router.push(`/applications/${app.value.id}${tab}`)
  const here = () => router.currentRoute.value.path

  async function addNote() {
    await go('/notes')
    document.getElementById('note-content')?.focus()
  }
  const upload = () =>
    !here().endsWith('/documents') &&
    session.may('documents.upload') &&
    tasks.start({ do: 'upload' })

  useKeys({
    ...Object.fromEntries(tabs.map((tab, index) => [String(index + 1), () => void go(tab)])),
    m: () => transitions.start(),
    n: () => session.may('notes.write') && void addNote(),
    u: upload,
  })
  useCommands(() => [
    ...(app.value.allowed_actions.length
      ? [command('stage', t('commandStage'), () => transitions.start(), 'M')]
      : []),
    ...(session.may('notes.write')
      ? [command('note', t('commandNote'), () => void addNote(), 'N')]
      : []),
    ...(session.may('applications.assign')
      ? [command('assign', t('commandAssign'), () => tasks.start({ do: 'assign' }))]
      : []),
  ])
}
