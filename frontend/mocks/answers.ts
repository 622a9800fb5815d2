/** Answers in the shapes of the contract. */
import { HttpResponse } from 'msw'
import { db } from './data.ts'

export const problem = (status: number, code: string, more: object = {}) =>
  HttpResponse.json(
    { status, code, detail: 'It cannot be done.', request_id: 'req-1', ...more },
    { status },
  )
export const page = (items: unknown[], more: object = {}) =>
  HttpResponse.json({ items, next: null, total: items.length, ...more })
export const me = () => db.users.find((user) => user.role === db.role)!
