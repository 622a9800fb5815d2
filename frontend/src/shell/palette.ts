/** What the palette shows for what is typed. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { listApplications } from '@/api/applications'
import { dollars } from '@/lib/au'
import { commands, type Command } from '@/lib/commands'
import { useSession } from '@/session/store'
import { setTheme } from '@/session/theme'
import { THEMES, useSignOut } from './account'
import { usePlaces } from './navigation'
import { openSheet } from './panels'
import { t } from './words'

function useStanding() {
  const [router, session, places, signOut] = [useRouter(), useSession(), usePlaces(), useSignOut()]
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
  const [router, standing] = [useRouter(), useStanding()]
  const found = shallowRef<Command[]>([])
  const [failed, searching] = [ref(false), ref(false)]
  let [timer, running]: [ReturnType<typeof setTimeout> | undefined, AbortController] = [
    undefined,
    new AbortController(),
  ]

  async function search(q: string) {
    running = new AbortController()
    try {
      const page = await listApplications({ q, limit: 8 }, running.signal)
      found.value = page.items.map((row) => ({
        id: row.id,
        label: [
          row.reference_number,
          row.borrower_names.join(', '),
          dollars(row.loan_amount),
          row.stage_label,
        ]
          .filter(Boolean)
          .join(' · '),
        group: t('groupFound'),
        run: () => void router.push(`/applications/${row.id}`),
      }))
      failed.value = false
    } catch {
      failed.value = !running.signal.aborted
    } finally {
      searching.value = false
    }
  }

  watch(query, (text) => {
    clearTimeout(timer)
    running.abort()
    found.value = []
    searching.value = text.trim().length > 1
    if (searching.value) timer = setTimeout(() => void search(text.trim()), 120)
  })
  onScopeDispose(() => clearTimeout(timer))
  const matching = computed(() => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean)
    return standing.value.filter((one) =>
      words.every((word) => one.label.toLowerCase().includes(word)),
    )
  })
  return { entries: computed(() => [...found.value, ...matching.value]), failed, searching }
}
