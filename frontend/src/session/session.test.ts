import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { get } from '@/api/http'
import { Problem } from '@/api/problem'
import { router } from '@/router'
import { may } from './permissions'
import { readDraft, useDraft } from '@/forms/drafts'
import { useSession } from './store'
import { setTheme } from './theme'
import { effectScope, ref } from 'vue'

test('a page leads to sign-in and back', async () => {
  await open('/notifications', 'nobody')
  expect(router.currentRoute.value.fullPath).toBe('/login?to=/notifications')
  await press('Sign in')
  await sees('Enter your email address')
  await type('Email address', 'bd@lend.example')
  await type('Password', 'wrong')
  await press('Sign in')
  await sees('Your email address or password is incorrect')
  await type('Password', 'right')
  await press('Sign in')
  await sees('Mark all as read')
  expect(document.title).toContain('Notifications')
})

test('a lockout says how long it lasts', async () => {
  server.use(
    http.post('*/api/auth/login/', () =>
      HttpResponse.json({ code: 'locked' }, { status: 429, headers: { 'Retry-After': '240' } }),
    ),
  )
  await open('/login', 'nobody')
  await type('Email address', 'a@b.example')
  await type('Password', 'x')
  await press('Sign in')
  await sees('Try again in 4 minutes')
})

test('a spent token is renewed once and the call replayed', async () => {
  await open('/applications')
  let calls = 0
  server.use(
    http.get('*/api/probe/', () =>
      calls++ ? HttpResponse.json({ ok: true }) : HttpResponse.json({}, { status: 401 }),
    ),
  )
  expect(await get('/api/probe/')).toEqual({ ok: true })
  server.use(
    http.get('*/api/probe/', () =>
      HttpResponse.json({ code: 'x', detail: 'No.' }, { status: 401 }),
    ),
  )
  db.signedIn = false
  await expect(get('/api/probe/')).rejects.toThrow('No.')
  await sees('Your session ended')
})

test('a session is renewed as soon as the network is back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await open('/applications')
  let requests = 0
  server.use(
    http.post('*/api/auth/refresh/', () =>
      ++requests < 3
        ? HttpResponse.error()
        : HttpResponse.json({
            authenticated: true,
            access: 'fresh',
            expires_in: 600,
            user: db.users[0],
          }),
    ),
  )
  await vi.advanceTimersByTimeAsync(600_000)
  await vi.waitFor(() => expect(requests).toBe(3))
  expect(useSession().user).not.toBeNull()
  vi.useRealTimers()
})

test('no answer is a problem one can try again', async () => {
  server.use(http.get('*/api/probe/', () => HttpResponse.error()))
  const problem = await get('/api/probe/').catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Problem)
  expect((problem as Problem).passing).toBe(true)
})

test('signing out discards drafts', async () => {
  await open('/applications')
  sessionStorage.setItem('lend.typed.note.1', '{}')
  await useSession().signOut()
  expect(sessionStorage.getItem('lend.typed.note.1')).toBeNull()
  expect(useSession().user).toBeNull()
})

test('a page beyond the role is refused', async () => {
  await open('/admin/users', 'broker')
  await sees('You don’t have access to this page')
  expect(text()).not.toContain('Users')
  await router.push('/nowhere')
  await sees('This page doesn’t exist')
})

test.each([
  ['admin', 'users.admin', true],
  ['broker', 'users.admin', false],
  ['credit', 'applications.lodge', false],
  [null, 'notes.write', false],
] as const)('%s %s: %s', (role, permission, allowed) => expect(may(role, permission)).toBe(allowed))

test('a draft keeps what is typed, but no TFN and no bank account', async () => {
  vi.useFakeTimers()
  const scope = effectScope()
  const typed = ref({ name: '', tax_id: '123', bank_account: { bsb: '1' } })
  scope.run(() => useDraft('x', typed))
  typed.value.name = 'John'
  await vi.advanceTimersByTimeAsync(400)
  expect(readDraft('x')).toEqual({ name: 'John' })
  scope.stop()
  vi.useRealTimers()
})

test('the theme is remembered', () => {
  setTheme('dark')
  expect(document.documentElement.dataset.theme).toBe('dark')
  expect(localStorage.getItem('lend.theme')).toBe('dark')
  setTheme('system')
})
