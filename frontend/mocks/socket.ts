/** The socket of the page: it opens at once and sends what the test says. */
export class Socket {
  static last: Socket
  static sent: string[] = []
  onopen = () => undefined as void
  onmessage = (message: { data: string }) => void message
  onclose = () => undefined as void
  constructor() {
    Socket.last = this
    queueMicrotask(() => this.onopen())
  }
  send(text: string) {
    Socket.sent.push(text)
  }
  close() {
    this.onclose()
  }
  say(hint: object) {
    this.onmessage({ data: JSON.stringify(hint) })
  }
}
