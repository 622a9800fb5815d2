/** The one socket: a ticket, then hints. It reconnects for as long as the page is open. */
import { ref } from 'vue'
import { socketTicket } from '@/api/notifications'
import type { Hint } from '@/api/types'
import { backoff } from '@/lib/backoff'
import { publish, publishToAll } from './hub'

export type Connection = 'off' | 'connecting' | 'live' | 'waiting'
export const connection = ref<Connection>('off')

let socket: WebSocket | null = null
let timer: ReturnType<typeof setTimeout> | undefined
/** The number of the last hint that arrived. Hints come in order, so what follows it is missing. */
let lastSeq: number | undefined
/** The server's number when this connection opened; the replay up to it may break off. */
let helloSeq: number | undefined
let attempts = 0
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

/** The machine woke up or the network is back: no reason to wait any longer. */
export function reconnectNow(): void {
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
    reconnectLater()
  }
}

function listen(next: WebSocket, ticket: string): void {
  socket = next
  next.onopen = () => {
    next.send(JSON.stringify(lastSeq === undefined ? { ticket } : { ticket, last_seq: lastSeq }))
    connection.value = 'live'
  }
  next.onmessage = (message) => onMessage(String(message.data))
  next.onclose = () => {
    if (socket === next) reconnectLater()
  }
}

function onMessage(text: string): void {
  attempts = 0
  const hint = JSON.parse(text) as Partial<Hint>
  if (hint.kind === 'hello') return onHello(hint.seq)
  if (hint.kind === 'resync') lastSeq = helloSeq
  else if (typeof hint.seq === 'number' && hint.seq > (lastSeq ?? -1)) lastSeq = hint.seq
  if (hint.kind) publish(hint as Hint)
}

/** Without a number of our own nothing is replayed: we start at the server's, and what was read before may be older,
 *  so everything is read again. Once there is a number, only hints move it. */
function onHello(seq: number | undefined): void {
  helloSeq = seq
  if (lastSeq !== undefined) return
  lastSeq = seq
  publishToAll()
}

function reconnectLater(): void {
  socket = null
  if (!wanted) return
  connection.value = 'waiting'
  timer = setTimeout(() => void open(), backoff(attempts++))
}

function address(): string {
  const base = new URL(import.meta.env.VITE_API_BASE_URL || '/', location.href)
  return `${base.protocol === 'https:' ? 'wss' : 'ws'}://${base.host}/ws/`
}

window.addEventListener('online', reconnectNow)
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'visible' && reconnectNow(),
)
