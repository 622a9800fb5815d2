import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { find, key, open, press, sees, text, type } from '@@/open.ts'
import { Socket } from '@@/socket.ts'
import { server } from '@@/setup.ts'
import { router } from '@/router'

test('the list with its total; the address holds the filters', async () => {
  await open('/applications')
  await sees('12 applications')
  expect(text()).toContain('$12,303,000.50')
  await type('Stage', 'inquiry')
  await sees('3 applications')
  expect(router.currentRoute.value.query).toEqual({ stage: 'inquiry' })
  await type('Search', 'isla')
  await sees('1 application')
  await press('More filters')
  await type('Lodged from', '4/3/26')
  await type('Amount to', '750k')
  await vi.waitFor(() =>
    expect(router.currentRoute.value.query).toMatchObject({
      created_from: '2026-03-04',
      amount_max: '750000.00',
    }),
  )
  await press('Clear filters')
  await sees('12 applications')
  expect(router.currentRoute.value.query).toEqual({})
})

test('no match is not an empty list', async () => {
  db.rows = []
  await open('/applications?q=zzz')
  await sees('No applications match these filters')
  await press('Clear filters')
  await sees('No applications yet')
})

test('a change tints its row, a new row waits until it is asked for', async () => {
  await open('/applications')
  await sees('12 applications')
  Object.assign(db.rows[1]!, { stage_label: 'Sent to lender', version: 2 })
  db.rows.unshift({
    ...db.rows[0]!,
    id: 'new',
    borrower_names: ['Quentin New'],
    reference_number: 'APP-2026-000999',
  })
  await vi.waitFor(() =>
    Socket.last.say({
      seq: 2,
      kind: 'stage_changed',
      entity: 'application',
      id: db.rows[2]!.id,
      version: 2,
    }),
  )
  await sees('1 new – Show')
  expect(text()).not.toContain('Quentin New')
  expect(document.querySelectorAll('tr.tint')).toHaveLength(1)
  await press('1 new – Show')
  await sees('Quentin New')
})

test('an unavailable list fails alone and can be tried again', async () => {
  server.use(
    http.get('*/api/applications/', () =>
      HttpResponse.json({ code: 'unavailable', request_id: 'req-77' }, { status: 503 }),
    ),
  )
  await open('/applications')
  await sees('Applications are temporarily unavailable')
  expect(text()).toContain('req-77')
  server.resetHandlers()
  await press('Try again')
  await sees('12 applications')
})

test('keys move between rows and pages', async () => {
  await open('/applications')
  await sees('12 applications')
  key('j')
  expect(document.activeElement?.textContent).toContain('Bellbird')
  key('j')
  expect(document.activeElement?.textContent).toContain('John Doe')
  key('g')
  key('n')
  await sees('Mark all as read')
  key('c')
  await sees('Lodge application')
  await router.push('/applications')
  key('?')
  await sees('Turn off single-key shortcuts')
})

test('the palette finds applications and commands', async () => {
  await open('/applications')
  await sees('12 applications')
  key('k', { ctrlKey: true })
  const box = await find('input', 'Search and commands')
  await sees('Theme: Dark')
  ;(box as HTMLInputElement).value = 'isla'
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await sees('APP-2026-000109 · Isla Kowalski')
  await press(/Isla Kowalski/, '[role=option]')
  await vi.waitFor(() => expect(router.currentRoute.value.path).toMatch(/109$|0109/))
})
