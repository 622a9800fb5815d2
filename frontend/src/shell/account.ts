/** The account menu: theme, settings, shortcuts, sign out; on phones also the other pages. */
import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { ROLE_NAMES } from '@/session/permissions'
import { useSession } from '@/session/store'
import { setTheme, theme, type Theme } from '@/session/theme'
import { usePlaces } from './navigation'
import { openSheet } from './panels'
import { t } from './words'

export const THEMES: [Theme, string][] = [
  ['system', t('themeSystem')],
  ['light', t('themeLight')],
  ['dark', t('themeDark')],
]

export function useSignOut() {
  const [session, router] = [useSession(), useRouter()]
  return async () => {
    const left = session.signOut()
    await router.push('/login')
    await left.catch(() => undefined)
    location.reload()
  }
}

export function useAccountMenu(withPlaces = false) {
  const [session, router, places, signOut] = [useSession(), useRouter(), usePlaces(), useSignOut()]
  return computed(() =>
    [
      ...(withPlaces
        ? [
            {
              items: places.value
                .slice(2)
                .map((place) => ({ label: place.label, run: () => void router.push(place.to) })),
            },
          ]
        : []),
      {
        label: t('theme'),
        items: THEMES.map(([value, label]) => ({
          label,
          checked: theme.value === value,
          run: () => setTheme(value),
        })),
      },
      {
        label: session.user ? `${session.user.email} · ${ROLE_NAMES[session.user.role]}` : '',
        items: [
          { label: t('settings'), run: () => void router.push('/settings/notifications') },
          { label: t('help'), detail: '?', run: () => void openSheet() },
          { label: t('signOut'), run: () => void signOut() },
        ],
      },
    ].filter((group) => group.items.length),
  )
}
