/** The invented API in a browser: the same handlers as in the unit tests answer the page's calls. */
import { getResponse } from 'msw'
import type { BrowserContext } from 'playwright-core'
import { db, reset } from '../mocks/data.ts'
import { handlers } from '../mocks/handlers.ts'

export async function mock(context: BrowserContext, role = 'admin'): Promise<void> {
  reset()
  db.role = role
  db.signedIn = role !== 'nobody'
  await context.route('**/api/**', async (route) => {
    const sent = route.request()
    const body = sent.postData()
    const request = new Request(sent.url(), {
      method: sent.method(),
      headers: sent.headers(),
      ...(body ? { body } : {}),
    })
    const answer = await getResponse(handlers, request)
    if (!answer) return route.abort()
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
  await context.routeWebSocket('**/ws/', (socket) => {
    socket.onMessage(() => socket.send(JSON.stringify({ kind: 'hello', seq: 1 })))
  })
}
