/** The one socket: a ticket, then hints; it comes back by itself for as long as the page is open. */
import { ref } from 'vue'
import { socketTicket } from '@/api/notifications'
import type { Hint } from '@/api/types'
import { backoff } from '@/lib/backoff'
import { tell, tellAll } from './hub'

export type Connection = 'off' | 'connecting' | 'live' | 'waiting'
export const connection = ref<Connection>('off')

let socket: WebSocket | null = null
let timer: ReturnType<typeof setTimeout> | undefined
/** The number of the last hint that arrived. Hints come in order, so what is after it is what we lack. */
let lastSeq: number | undefined
/** Where the server stood when this connection opened: behind it lies a replay that may break off. */
let helloSeq: number | undefined
let tries = 0
let wanted = false

export function connect(): void {
  if (wanted) return
  wanted = true
  void open()
}

export function disconnect(): void {
  wanted = false
  lastSeq = helloSeq = undefined
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
  if (hint.kind === 'hello') return greet(hint.seq)
  if (hint.kind === 'resync') lastSeq = helloSeq
  else if (typeof hint.seq === 'number' && hint.seq > (lastSeq ?? -1)) lastSeq = hint.seq
  if (hint.kind) tell(hint as Hint)
}

/** Without a number of our own nothing is replayed: we begin where the server stands, and what was fetched before may be
 *  older than that, so everybody looks again. With a number, only hints move it. */
function greet(seq: number | undefined): void {
  helloSeq = seq
  if (lastSeq !== undefined) return
  lastSeq = seq
  tellAll()
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
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'visible' && hurry(),
)
