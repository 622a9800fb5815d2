/** The one socket: a ticket, then hints; it comes back by itself for as long as the page is open. */
import { ref } from 'vue'
import { socketTicket } from '@/api/notifications'
import type { Hint } from '@/api/types'
import { backoff } from './backoff'
import { tell } from './hub'

export type Connection = 'off' | 'connecting' | 'live' | 'waiting'
export const connection = ref<Connection>('off')

let socket: WebSocket | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let lastSeq: number | undefined
let tries = 0
let wanted = false

export function connect(): void {
  if (wanted) return
  wanted = true
  void open()
}

export function disconnect(): void {
  wanted = false
  lastSeq = undefined
  clearTimeout(timer)
  socket?.close()
  socket = null
  connection.value = 'off'
}

/** The machine woke up or the network is back: do not sit out the wait. */
export function hurry(): void {
  if (!wanted || connection.value !== 'waiting') return
  clearTimeout(timer)
  void open()
}

async function open(): Promise<void> {
  connection.value = 'connecting'
  try {
    const ticket = await socketTicket()
    if (wanted) listen(new WebSocket(address()), ticket)
  } catch {
    again()
  }
}

function listen(next: WebSocket, ticket: string): void {
  socket = next
  next.onopen = () => {
    next.send(JSON.stringify(lastSeq === undefined ? { ticket } : { ticket, last_seq: lastSeq }))
    connection.value = 'live'
  }
  next.onmessage = (message) => receive(String(message.data))
  next.onclose = () => {
    if (socket === next) again()
  }
}

function receive(text: string): void {
  tries = 0
  const hint = JSON.parse(text) as Partial<Hint>
  if (typeof hint.seq === 'number') lastSeq = hint.seq
  if (hint.kind) tell(hint as Hint)
}

function again(): void {
  socket = null
  if (!wanted) return
  connection.value = 'waiting'
  timer = setTimeout(() => void open(), backoff(tries++))
}

function address(): string {
  const base = new URL(import.meta.env.VITE_API_BASE_URL || '/', location.href)
  return `${base.protocol === 'https:' ? 'wss' : 'ws'}://${base.host}/ws/`
}

window.addEventListener('online', hurry)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && hurry())
