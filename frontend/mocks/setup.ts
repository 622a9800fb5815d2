import { afterAll, afterEach, beforeAll } from 'vitest'
import { setupServer } from 'msw/node'
import { handlers } from './handlers.ts'
import { reset } from './data.ts'

export const server = setupServer(...handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  reset()
  sessionStorage.clear()
  localStorage.clear()
})
afterAll(() => server.close())
