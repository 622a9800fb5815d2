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

test('a move is made at once and can be taken back', async () => {
  await open(at, 'bd')
  await press('Send to lender')
  await sees('Moved to Sent to lender.')
  expect(db.app.stage).toBe('sent_to_lender')
  await press('Undo')
  await sees('Taken back. The stage is Enquiry again.')
})

test('what a move waits for is said, and the next thing to do offered', async () => {
  Object.assign(db.app, { bd_id: null, bd: null })
  await open(at)
  await sees('Assign a BDM first.')
  await press('Assign a BDM')
  await sees('Priya Raman')
  await type('BDM', IDS.bd)
  await press('Save')
  await sees('Assigned.')
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

test('another person’s move shows by itself, with their name', async () => {
  await open(at, 'broker')
  await sees(/since today|in this stage/)
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

test('my own move comes back without my name', async () => {
  await open(at, 'bd')
  await sees(/since today|in this stage/)
  const echo = { seq: 3, kind: 'stage_changed', entity: 'application', id: IDS.app, version: 2 }
  Object.assign(db.app, { stage_label: 'Sent to lender', version: 2 })
  Socket.last.say({ ...echo, client_id: clientId, actor: { id: 'x', name: 'Priya Raman' } })
  await sees('Sent to lender')
  Object.assign(db.app, { stage_label: 'Funding table issued', version: 3 })
  Socket.last.say({ ...echo, version: 3, actor: { id: db.users[1]!.id, name: 'Priya Raman' } })
  await sees('Funding table issued')
  expect(text()).not.toContain('Updated by')
})

test('parties that are still being recorded are looked after', async () => {
  db.app.provisioning = { parties: 'pending' }
  await open(at)
  await sees('Parties are being recorded')
  db.app.provisioning = { parties: 'done' }
  await sees('Parties are recorded.')
})

test('parties, with whom a guarantor backs', async () => {
  await open(`${at}/parties`)
  await sees('72 584 236 975')
  for (const fact of [
    '01/01/1980',
    '0412 345 678',
    'Unit 4, 12 Smith Street, RICHMOND VIC 3121',
    'Being recorded',
    '$205,000',
  ])
    expect(text()).toContain(fact)
})

test('a note is posted with its reminder, and kept while it is not', async () => {
  const page = await open(`${at}/notes`)
  await type('New note', 'Call back on Monday')
  await type(/^Remind on/, 'someday')
  await press('Post note')
  await sees('Enter a date like')
  await new Promise((done) => setTimeout(done, 350))
  page.unmount()
  await open(`${at}/notes`)
  await vi.waitFor(() =>
    expect((document.getElementById('note') as HTMLTextAreaElement).value).toBe(
      'Call back on Monday',
    ),
  )
  await type(/^Remind on/, '4/3/27')
  await sees('4 March 2027')
  await press('Post note')
  await sees('Reminder 04/03/2027')
})

test('a note without an answer is sent again under the same key, another note under another', async () => {
  const keys: (string | null)[] = []
  server.use(
    http.post('*/api/applications/:id/notes/', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return HttpResponse.error()
    }),
  )
  await open(`${at}/notes`)
  for (const [n, said] of ['Call back', 'Call back', 'Call back on Monday'].entries()) {
    await type('New note', said)
    await press('Post note')
    await vi.waitFor(() => expect(keys).toHaveLength(n + 1))
    await vi.waitFor(async () =>
      expect(((await find('button', 'Post note')) as HTMLButtonElement).disabled).toBe(false),
    )
  }
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('one that is not mine to see says so', async () => {
  await open('/applications/0199a000-0000-7000-8000-00000000dead')
  await sees('does not exist, or it is not yours')
})
