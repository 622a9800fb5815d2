import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { Socket } from '@@/socket.ts'
import { clientId } from '@/api/http'
import { backoff } from './backoff'
import { subscribe, tell } from './hub'
import { connect, connection, disconnect, hurry } from './socket'

afterEach(() => {
  disconnect()
  vi.useRealTimers()
})

describe('a hint', () => {
  const hint = { kind: 'application_changed', entity: 'application', id: 'a', version: 3 }
  const heard = (held: number, more: object = {}) => {
    const listener = vi.fn()
    const stop = subscribe('application', 'a', listener, () => held)
    tell({ ...hint, ...more })
    stop()
    return listener.mock.calls.length
  }
  it('is heard by whom it concerns', () => {
    expect(heard(2)).toBe(1)
    expect(heard(2, { id: 'b' })).toBe(0)
    expect(heard(2, { entity: 'note' })).toBe(0)
  })
  it('of an older version is no news', () => expect(heard(4)).toBe(0))
  it('of the same version may still bring something, unless it is my own echo', () => {
    expect(heard(3)).toBe(1)
    expect(heard(3, { client_id: clientId })).toBe(0)
    expect(heard(2, { client_id: clientId })).toBe(1)
  })
  it('that says resync is heard by all', () => expect(heard(9, { kind: 'resync', entity: '*', id: '*' })).toBe(1))
})

test.each([[0, 0, 1000], [1, 1, 2000], [3, 0, 4000], [20, 1, 30_000], [20, 0, 15_000]])('try %s waits (random %s) %s ms', (tries, random, wait) =>
  expect(backoff(tries, () => random)).toBe(wait))

test('the socket resumes from the last number it saw', async () => {
  Socket.sent = []
  connect()
  await vi.waitFor(() => expect(connection.value).toBe('live'))
  expect(JSON.parse(Socket.sent[0]!)).toEqual({ ticket: 'ticket-1' })
  Socket.last.say({ kind: 'hello', seq: 41 })
  Socket.last.onclose()
  expect(connection.value).toBe('waiting')
  hurry()
  await vi.waitFor(() => expect(Socket.sent).toHaveLength(2))
  expect(JSON.parse(Socket.sent[1]!)).toEqual({ ticket: 'ticket-1', last_seq: 41 })
})
