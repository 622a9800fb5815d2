/** Who is signed in. The access token lives in memory only; a cookie the page cannot read renews it. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { login, logout, refresh } from '@/api/auth'
import { setKeeper } from '@/api/http'
import type { Session, SessionUser } from '@/api/types'
import { backoff } from '@/lib/backoff'
import { may as roleMay, type Permission } from './permissions'

const EARLY = 45_000

export const useSession = defineStore('session', () => {
  const user = shallowRef<SessionUser | null>(null)
  const ended = ref(false)
  let token: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let renewing: Promise<boolean> | undefined

  function keep(session: Session) {
    token = session.access
    user.value = session.user
    ended.value = false
    renewIn(Math.max(session.expires_in * 1000 - EARLY, 5000))
  }

  /** A dead network is no reason to stop asking: the next try comes a little later. */
  function renewIn(wait: number, tries = 0) {
    clearTimeout(timer)
    timer = setTimeout(
      () => void renew().catch(() => user.value && renewIn(backoff(tries), tries + 1)),
      wait,
    )
  }

  function forget() {
    token = null
    user.value = null
    clearTimeout(timer)
  }

  /** One refresh at a time, however many calls met a 401. False means: nobody is signed in. */
  function renew(): Promise<boolean> {
    renewing ??= ask().finally(() => (renewing = undefined))
    return renewing
  }

  async function ask(): Promise<boolean> {
    const answer = await refresh()
    if (answer.access) {
      keep(answer as Session)
      return true
    }
    ended.value = Boolean(user.value)
    forget()
    return false
  }

  async function signIn(email: string, password: string) {
    keep(await login(email, password))
  }

  async function signOut() {
    forget()
    clearMirrors()
    await logout()
  }

  setKeeper({ token: () => token, renew: () => renew().catch(() => false) })
  const role = computed(() => user.value?.role ?? null)
  const may = (permission: Permission) => roleMay(role.value, permission)
  return { user, role, ended, may, renew, signIn, signOut }
})

/** What was typed and not sent does not outlive the session on a shared machine. */
function clearMirrors() {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith('lend.typed.')) sessionStorage.removeItem(key)
}
