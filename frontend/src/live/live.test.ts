import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { Socket } from '@@/socket.ts'
import { clientId } from '@/api/http'
import { backoff } from '@/lib/backoff'
import { publish, subscribe } from './hub'
import { connect, connection, disconnect, reconnectNow } from './socket'

afterEach(() => {
  disconnect()
  vi.useRealTimers()
})

describe('a hint', () => {
  const hint = { kind: 'application_changed', entity: 'application', id: 'a', version: 3 }
  const callsFor = (held: number, more: object = {}) => {
    const listener = vi.fn()
    const stop = subscribe('application', 'a', listener, () => held)
    publish({ ...hint, ...more })
    stop()
    return listener.mock.calls.length
  }
  it('reaches the listeners that it concerns', () => {
    expect(callsFor(2)).toBe(1)
    expect(callsFor(2, { id: 'b' })).toBe(0)
    expect(callsFor(2, { entity: 'note' })).toBe(0)
  })
  it('of an older version is dropped', () => expect(callsFor(4)).toBe(0))
  it('of the same version may still bring something, unless it is my own echo', () => {
    expect(callsFor(3)).toBe(1)
    expect(callsFor(3, { client_id: clientId })).toBe(0)
    expect(callsFor(2, { client_id: clientId })).toBe(1)
  })
  it('to resync reaches every listener', () =>
    expect(callsFor(9, { kind: 'resync', entity: '*', id: '*' })).toBe(1))
})

test.each([
  [0, 0, 1000],
  [1, 1, 2000],
  [3, 0, 4000],
  [20, 1, 30_000],
  [20, 0, 15_000],
])('try %s waits (random %s) %s ms', (tries, random, wait) =>
  expect(backoff(tries, () => random)).toBe(wait),
)

describe('the socket', () => {
  const opening = (at: number) => JSON.parse(Socket.sent[at]!) as object
  async function live() {
    Socket.sent = []
    connect()
    await vi.waitFor(() => expect(connection.value).toBe('live'))
    expect(opening(0)).toEqual({ ticket: 'ticket-1' })
  }
  async function drop() {
    const before = Socket.sent.length
    Socket.last.onclose()
    expect(connection.value).toBe('waiting')
    reconnectNow()
    await vi.waitFor(() => expect(Socket.sent).toHaveLength(before + 1))
  }

  it('starts at the server’s number', async () => {
    await live()
    Socket.last.say({ kind: 'hello', seq: 41 })
    await drop()
    expect(opening(1)).toEqual({ ticket: 'ticket-1', last_seq: 41 })
  })

  it('resumes from the last hint that arrived, also when a replay breaks off', async () => {
    await live()
    Socket.last.say({ kind: 'hello', seq: 41 })
    Socket.last.say({ kind: 'note_added', entity: 'note', id: 'n', seq: 44 })
    await drop()
    Socket.last.say({ kind: 'hello', seq: 90 })
    Socket.last.say({ kind: 'note_added', entity: 'note', id: 'n', seq: 45 })
    await drop()
    expect(opening(2)).toEqual({ ticket: 'ticket-1', last_seq: 45 })
  })

  it('starts afresh after a gap that cannot be replayed', async () => {
    await live()
    Socket.last.say({ kind: 'hello', seq: 41 })
    await drop()
    Socket.last.say({ kind: 'hello', seq: 900 })
    Socket.last.say({ kind: 'resync' })
    await drop()
    expect(opening(2)).toEqual({ ticket: 'ticket-1', last_seq: 900 })
  })

  it('has everything read again at its first hello: changes since the last read were not sent', async () => {
    const listener = vi.fn()
    const stop = subscribe('application', 'a', listener)
    await live()
    await drop()
    expect(opening(1)).toEqual({ ticket: 'ticket-1' })
    Socket.last.say({ kind: 'hello', seq: 7 })
    expect(listener).toHaveBeenCalledOnce()
    await drop()
    Socket.last.say({ kind: 'hello', seq: 9 })
    expect(listener).toHaveBeenCalledOnce()
    stop()
  })
})
