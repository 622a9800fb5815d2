import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { setupServer } from 'msw/node'
import { handlers } from './handlers.ts'
import { reset } from './data.ts'
import { Socket } from './socket.ts'

export const server = setupServer(...handlers)
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' })
  vi.stubGlobal('WebSocket', Socket)
})
afterEach(() => {
  server.resetHandlers()
  reset()
  sessionStorage.clear()
  localStorage.clear()
})
afterAll(() => server.close())
