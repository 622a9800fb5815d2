/** Answers in the shapes of the contract. */
import { http, HttpResponse } from 'msw'
import { db } from './data.ts'

export const problem = (status: number, code: string, more: object = {}) =>
  HttpResponse.json(
    { status, code, detail: 'It cannot be done.', request_id: 'req-1', ...more },
    { status },
  )
export const page = (items: unknown[], more: object = {}) =>
  HttpResponse.json({ items, next: null, total: items.length, ...more })

export const me = () => db.users.find((user) => user.role === db.role)!

/** Who made a record, and when. */
export const stamp = () => ({
  version: 1,
  application_id: db.app.id,
  created_by: { id: me().id, name: me().name, role: me().role },
  created_at: new Date().toISOString(),
})

type Json = Record<string, unknown>

/** Remembers what was sent, and under which key; the same key twice is one effect. */
export const posts = (path: string, answer: (body: Json, params: Json) => unknown) =>
  http.post(`*/api/${path}`, async ({ request, params }) => {
    const body = (await request.json()) as Json
    const key = request.headers.get('Idempotency-Key')
    if (key && db.posted.some((sent) => sent.key === key)) return HttpResponse.json({})
    const answered = answer(body, params)
    if (answered instanceof HttpResponse) return answered
    db.posted.push({ path: new URL(request.url).pathname, body, key })
    return HttpResponse.json(answered as object, { status: 201 })
  })
