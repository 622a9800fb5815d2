/** What the palette offers for what is typed. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { listApplications } from '@/api/applications'
import type { ApplicationRow } from '@/api/types'
import { dollars } from '@/lib/au'
import { commands, type Command } from '@/lib/commands'
import { useSession } from '@/session/store'
import { setTheme } from '@/session/theme'
import { THEMES, useSignOut } from './account'
import { usePlaces } from './navigation'
import { openSheet } from './panels'
import { t } from './words'

const PAUSE = 120

function useCommandList() {
  const [router, session] = [useRouter(), useSession()]
  const [places, signOut] = [usePlaces(), useSignOut()]
  return computed<Command[]>(() => [
    ...commands(),
    ...places.value.map((place) => ({
      id: place.to,
      label: place.label,
      group: t('groupGo'),
      keys: `G ${place.key.toUpperCase()}`,
      run: () => void router.push(place.to),
    })),
    ...(session.may('applications.lodge')
      ? [
          {
            id: 'new',
            label: t('newApplication'),
            group: t('groupDo'),
            keys: 'C',
            run: () => void router.push('/applications/new'),
          },
        ]
      : []),
    { id: 'keys', label: t('help'), group: t('groupDo'), keys: '?', run: () => void openSheet() },
    { id: 'out', label: t('signOut'), group: t('groupDo'), run: () => void signOut() },
    ...THEMES.map(([value, label]) => ({
      id: `theme-${value}`,
      label: `${t('theme')}: ${label}`,
      group: t('groupTheme'),
      run: () => setTheme(value),
    })),
  ])
}

export function usePaletteEntries(query: Ref<string>) {
  const available = useCommandList()
  const { applications, failed, searching } = useApplicationSearch(query)
  const matching = computed(() => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean)
    return available.value.filter(({ label }) =>
      words.every((word) => label.toLowerCase().includes(word)),
    )
  })
  return { entries: computed(() => [...applications.value, ...matching.value]), failed, searching }
}

const labelOf = (row: ApplicationRow) =>
  [row.reference_number, row.borrower_names.join(', '), dollars(row.loan_amount), row.stage_label]
    .filter(Boolean)
    .join(' · ')

/** Applications that match what is typed; a later query aborts an earlier one. */
function useApplicationSearch(query: Ref<string>) {
  const router = useRouter()
  const applications = shallowRef<Command[]>([])
  const [failed, searching] = [ref(false), ref(false)]
  let timer: ReturnType<typeof setTimeout> | undefined
  let request = new AbortController()

  async function search(q: string) {
    const { signal } = (request = new AbortController())
    try {
      const page = await listApplications({ q, limit: 8 }, signal)
      applications.value = page.items.map((row) => ({
        id: row.id,
        label: labelOf(row),
        group: t('groupApplications'),
        run: () => void router.push(`/applications/${row.id}`),
      }))
      failed.value = false
    } catch {
      failed.value = !signal.aborted
    } finally {
      searching.value = false
    }
  }
  watch(query, (text) => {
    clearTimeout(timer)
    request.abort()
    applications.value = []
    searching.value = text.trim().length > 1
    if (searching.value) timer = setTimeout(() => void search(text.trim()), PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { applications, failed, searching }
}
