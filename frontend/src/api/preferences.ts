/** Which notifications a user gets, by which channel and when. */
import type * as N from './generated/notifications'
import { get, put } from './http'

export type Channel = 'in_app' | 'email' | 'digest'
export type Preferences = Required<Omit<N.Preferences, 'channels' | 'quiet_hours'>> & {
  channels: Record<string, Record<Channel, boolean> & { mandatory?: boolean; label?: string }>
  quiet_hours: { from: string; to: string } | null
}

const AT = '/api/notifications/preferences/'
export const readPreferences = () => get<Preferences>(AT)
export const writePreferences = (body: Preferences) => put<Preferences>(AT, body)
