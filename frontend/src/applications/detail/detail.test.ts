import { http, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { IDS, db } from '@@/data.ts'
import { find, key, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { Socket } from '@@/socket.ts'
import { clientId } from '@/api/http'
import { router } from '@/router'

const at = `/applications/${IDS.app}`
beforeEach(() => Object.assign(db.app, { bd_id: IDS.bd, bd: db.bdms[0] }))

test('a stage changes at once and can be undone', async () => {
  await open(at, 'bd')
  await press('Send to lender')
  await sees('Stage changed to Sent to lender')
  expect(db.app.stage).toBe('sent_to_lender')
  await press('Undo')
  await sees('Undone. Back to Enquiry.')
})

test('what blocks a stage is shown, with what can be done about it', async () => {
  Object.assign(db.app, { bd_id: null, bd: null })
  await open(at)
  await sees('Assign a BDM first.')
  await press('Assign BDM', '[data-test=missing] button')
  await sees('Priya Raman')
  await type('BDM', IDS.bd)
  await press('Save')
  await sees('BDM assigned: Priya Raman')
  expect(db.app.bd_id).toBe(IDS.bd)
})

test('a decline asks for its reason first', async () => {
  await open(at)
  await sees('Overview')
  key('m')
  await press('Decline')
  await press('Decline', 'form button')
  await sees('Choose a reason')
  await type('Reason', 'credit_policy')
  await press('Decline', 'form button')
  await vi.waitFor(() => expect(db.app.stage).toBe('declined'))
  await router.push(`${at}/history`)
  await sees('Credit policy')
})

test('another person’s change appears with their name', async () => {
  await open(at, 'broker')
  await sees(/today|in this stage/)
  Object.assign(db.app, { stage: 'sent_to_lender', stage_label: 'Sent to lender', version: 2 })
  Socket.last.say({
    seq: 3,
    kind: 'stage_changed',
    entity: 'application',
    id: IDS.app,
    version: 2,
    actor: { name: 'Priya' },
  })
  await sees('Updated by Priya just now')
  await sees('Sent to lender')
})

test('my own change comes back without my name', async () => {
  await open(at, 'bd')
  await sees(/today|in this stage/)
  const echo = { seq: 3, kind: 'stage_changed', entity: 'application', id: IDS.app, version: 2 }
  Object.assign(db.app, { stage_label: 'Sent to lender', version: 2 })
  Socket.last.say({ ...echo, client_id: clientId, actor: { id: 'x', name: 'Priya Raman' } })
  await sees('Sent to lender')
  Object.assign(db.app, { stage_label: 'Funding table issued', version: 3 })
  Socket.last.say({ ...echo, version: 3, actor: { id: db.users[1]!.id, name: 'Priya Raman' } })
  await sees('Funding table issued')
  expect(text()).not.toContain('Updated by')
})

test('an application is read again until its parties are saved', async () => {
  db.app.provisioning = { parties: 'pending' }
  await open(at)
  await sees('Saving parties…')
  db.app.provisioning = { parties: 'done' }
  await vi.waitFor(() => expect(document.querySelector('[data-test=provisioning]')).toBeNull(), {
    timeout: 4000,
  })
})

test('parties, and whom a guarantor backs', async () => {
  await open(`${at}/parties`)
  await sees('72 584 236 975')
  for (const fact of [
    '01/01/1980',
    '0412 345 678',
    'Unit 4, 12 Smith Street, RICHMOND VIC 3121',
    'Saving…',
    '$205,000',
  ])
    expect(text()).toContain(fact)
})

test('a note is added with its reminder, and kept until it is', async () => {
  const page = await open(`${at}/notes`)
  await type('New note', 'Call back on Monday')
  await type(/^Reminder date/, 'someday')
  await press('Add note')
  await sees('Enter a date, e.g.')
  await new Promise((done) => setTimeout(done, 350))
  page.unmount()
  await open(`${at}/notes`)
  await vi.waitFor(() =>
    expect((document.getElementById('note-content') as HTMLTextAreaElement).value).toBe(
      'Call back on Monday',
    ),
  )
  await type(/^Reminder date/, '4/3/27')
  await sees('4 March 2027')
  await press('Add note')
  await sees('Reminder 04/03/2027')
})

test('a note without an answer is sent again under the same key, an edited one under another', async () => {
  const keys: (string | null)[] = []
  server.use(
    http.post('*/api/applications/:id/notes/', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return HttpResponse.error()
    }),
  )
  await open(`${at}/notes`)
  for (const [n, content] of ['Call back', 'Call back', 'Call back on Monday'].entries()) {
    await type('New note', content)
    await press('Add note')
    await vi.waitFor(() => expect(keys).toHaveLength(n + 1))
    await vi.waitFor(async () =>
      expect(((await find('button', 'Add note')) as HTMLButtonElement).disabled).toBe(false),
    )
  }
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('an application that is not mine is not found', async () => {
  await open('/applications/0199a000-0000-7000-8000-00000000dead')
  await sees('Application not found, or you don’t have access')
})
