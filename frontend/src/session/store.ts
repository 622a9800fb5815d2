/** Who is signed in. The access token lives in memory only; a cookie the page cannot read renews it. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { login, logout, refresh } from '@/api/auth'
import { setKeeper } from '@/api/http'
import type { Session, SessionUser } from '@/api/types'
import { clearDrafts } from '@/forms/drafts'
import { backoff } from '@/lib/backoff'
import { may as roleMay, type Permission } from './permissions'

/** A token is renewed this long before it expires. */
const EARLY = 45_000
const SOONEST = 5000

export const useSession = defineStore('session', () => {
  const user = shallowRef<SessionUser | null>(null)
  const ended = ref(false)
  let token: string | null = null
  const renewal = createRenewal({
    isSignedIn: () => user.value !== null,
    renewed: start,
    ended: () => {
      ended.value = Boolean(user.value)
      stop()
    },
  })

  function start(session: Session) {
    token = session.access
    user.value = session.user
    ended.value = false
    renewal.schedule(Math.max(session.expires_in * 1000 - EARLY, SOONEST))
  }
  function stop() {
    token = null
    user.value = null
    renewal.cancel()
  }
  const signIn = async (email: string, password: string) => start(await login(email, password))
  async function signOut() {
    stop()
    clearDrafts()
    await logout()
  }

  const { renew } = renewal
  setKeeper({ token: () => token, renew: () => renew().catch(() => false) })
  const role = computed(() => user.value?.role ?? null)
  const may = (permission: Permission) => roleMay(role.value, permission)
  return { user, role, ended, may, renew, signIn, signOut }
})

interface RenewalEvents {
  isSignedIn: () => boolean
  renewed: (session: Session) => void
  ended: () => void
}

/** One refresh at a time, however many calls met a 401. */
function createRenewal({ isSignedIn, renewed, ended }: RenewalEvents) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | undefined

  async function request(): Promise<boolean> {
    const answer = await refresh()
    if (answer.access) renewed(answer as Session)
    else ended()
    return Boolean(answer.access)
  }
  /** False when no one is signed in. */
  function renew(): Promise<boolean> {
    running ??= request().finally(() => (running = undefined))
    return running
  }
  /** Without a network it is tried again, each time a little later. */
  function schedule(wait: number, attempts = 0) {
    clearTimeout(timer)
    const again = () => isSignedIn() && schedule(backoff(attempts), attempts + 1)
    timer = setTimeout(() => void renew().catch(again), wait)
  }
  return { renew, schedule, cancel: () => clearTimeout(timer) }
}
