import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { key, open, press, sees, text } from '@@/open.ts'
import { Socket } from '@@/socket.ts'

test('a new one raises the bell without a reload', async () => {
  await open('/applications')
  await vi.waitFor(() => expect(document.title).toMatch(/^\(3\)/), { timeout: 4000 })
  db.notifications.unshift({
    ...db.notifications[0]!,
    id: 'n-new',
    title: 'New application APP-2026-000777',
  })
  Socket.last.say({ seq: 5, kind: 'notification', entity: 'notification', id: 'n-new', version: 1 })
  await vi.waitFor(() => expect(document.title).toMatch(/^\(4\)/))
  await press('Notifications, 4 unread')
  await sees('APP-2026-000777')
})

test('read, all read, deleted and back', async () => {
  await open('/notifications')
  await press(/^Mark as read: New application/)
  await vi.waitFor(() => expect(document.title).toMatch(/^\(2\)/))
  await press('Mark all as read')
  await vi.waitFor(() => expect(document.title).toMatch(/^Notifications/))
  await press(/^Unread/)
  await sees('No unread notifications')
  await press('Show all')
  await press(/^Delete: APP-2026-000105/)
  await sees('Notification deleted')
  await vi.waitFor(() => expect(text()).not.toContain('APP-2026-000105'))
  await press('Undo')
})

test('by keyboard', async () => {
  await open('/notifications')
  await sees('APP-2026-000100')
  key('j')
  expect(document.activeElement?.closest('[data-notification]')).toBeTruthy()
  key('e')
  await vi.waitFor(() => expect(document.title).toMatch(/^\(2\)/))
})
