/** A user's notifications, and the ticket that opens the socket. */
import { get, post, remove } from './http'
import type { NotificationPage } from './types'

const at = (id: string) => `/api/notifications/${id}/`

export const listNotifications = (
  filter: { unread?: boolean; limit?: number; cursor?: string } = {},
) => get<NotificationPage>('/api/notifications/', filter)
export const acknowledge = (id: string) => post<unknown>(`${at(id)}acknowledge/`)
export const acknowledgeAll = () => post<unknown>('/api/notifications/acknowledge-all/')
export const removeNotification = (id: string) => remove(at(id))
export const restoreNotification = (id: string) => post<unknown>(`${at(id)}restore/`)
export const socketTicket = async () =>
  (await post<{ ticket: string }>('/api/notifications/ws-ticket/')).ticket
