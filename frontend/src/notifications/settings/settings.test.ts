import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { find, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'

const box = async (name: string) => (await find('input[type=checkbox]', name)) as HTMLInputElement

test('a choice saves automatically; required notifications are locked with the reason', async () => {
  await open('/settings/notifications')
  await sees('Changes save automatically')
  ;(await box('Stage changed: Email')).click()
  await sees(/Saved \d/)
  expect(db.preferences!.channels.stage_changed).toMatchObject({ email: false, in_app: true })
  const locked = await box('Repayment overdue: Email')
  locked.click()
  expect(locked.checked).toBe(true)
  expect(text()).toContain('can’t be turned off')
  expect(document.querySelector('[aria-label="Email bounced: Email"]')).toBeNull()
})

test('days, quiet hours and zone', async () => {
  await open('/settings/notifications')
  await type('Application stalled for', '400')
  await sees('Enter 1 to 90 days')
  await type('Application stalled for', '10')
  await type('Time zone', 'Australia/Perth')
  await press('No emails between', 'label')
  await vi.waitFor(
    () =>
      expect(db.preferences).toMatchObject({
        thresholds: { stage_stale: 10 },
        timezone: 'Australia/Perth',
        quiet_hours: null,
      }),
    { timeout: 3000 },
  )
})

test('arrows walk the grid', async () => {
  await open('/settings/notifications')
  const first = await box('New application: In-app')
  first.focus()
  for (const key of ['ArrowRight', 'ArrowDown'])
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Application assigned: Email')
})

test('what cannot be saved stays on the page with the reason', async () => {
  server.use(
    http.put('*/api/notifications/preferences/', () =>
      HttpResponse.json(
        {
          code: 'invalid',
          errors: { '/quiet_hours': ['Quiet hours begin and end at different times.'] },
        },
        { status: 422 },
      ),
    ),
  )
  await open('/settings/notifications')
  await press('Daily at 6 am', 'label')
  await sees('Quiet hours begin and end at different times.')
  server.resetHandlers()
  await press('Try again')
  await sees(/Saved \d/)
})
