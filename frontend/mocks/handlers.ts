/** The API as the contract has it, over the invented data. */
import { http, HttpResponse } from 'msw'
import { actions, db, stages } from './data.ts'
import { documentHandlers } from './documentHandlers.ts'
import { financeHandlers } from './financeHandlers.ts'
import { recordHandlers } from './recordHandlers.ts'
import { problem, page, me } from './answers.ts'

const session = () => ({ authenticated: true, access: 'token', expires_in: 600, user: me() })
const detail = () => ({ ...db.app, allowed_actions: actions(db.app) })

function put(to: string) {
  const stage = stages.find(({ code }) => code === to)!
  Object.assign(db.app, {
    stage: to,
    stage_label: stage.label,
    stage_tone: stage.tone,
    version: db.app.version + 1,
  })
  return {
    id: db.app.id,
    version: db.app.version,
    stage: to,
    stage_label: stage.label,
    stage_tone: stage.tone,
  }
}

export const handlers = [
  http.post('*/api/auth/refresh/', () =>
    HttpResponse.json(db.signedIn ? session() : { authenticated: false }),
  ),
  http.post('*/api/auth/login/', async ({ request }) => {
    const { email, password } = (await request.json()) as { email: string; password: string }
    if (password !== 'right') return problem(401, 'invalid_credentials')
    db.role = db.users.find((user) => user.email === email)?.role ?? 'admin'
    return HttpResponse.json(session())
  }),
  http.post('*/api/auth/logout/', () => new HttpResponse(null, { status: 204 })),
  http.get('*/api/auth/users/', () => page(db.users)),
  http.post('*/api/auth/users/', async ({ request }) => {
    const body = (await request.json()) as { email: string }
    if (db.users.some((user) => user.email === body.email))
      return problem(422, 'invalid', { errors: { '/email': ['This address has an account.'] } })
    const user = {
      id: 'u9',
      version: 1,
      active: true,
      links: {},
      ...body,
    } as (typeof db.users)[number]
    db.users.push(user)
    return HttpResponse.json(user, { status: 201 })
  }),
  http.patch('*/api/auth/users/:id/', async ({ params, request }) =>
    HttpResponse.json(
      Object.assign(
        db.users.find((user) => user.id === params.id)!,
        await request.json(),
      ),
    ),
  ),
  http.get('*/api/applications/', ({ request }) => {
    const query = new URL(request.url).searchParams
    const q = query.get('q')?.toLowerCase() ?? ''
    const rows = db.rows.filter(
      (row) =>
        (!query.get('stage') || row.stage === query.get('stage')) &&
        [row.reference_number, ...row.borrower_names].join(' ').toLowerCase().includes(q),
    )
    const cents = rows.reduce((sum, row) => sum + BigInt(row.loan_amount.replace('.', '')), 0n)
    return page(rows, {
      totals: {
        count: rows.length,
        loan_amount: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`,
      },
    })
  }),
  http.post('*/api/applications/', async ({ request }) => {
    const body = (await request.json()) as Record<string, unknown>
    db.lodged.push({ body, key: request.headers.get('Idempotency-Key') })
    if (body.purpose === 'refuse me')
      return problem(422, 'invalid', {
        errors: { '/borrowers/0/email': ['This address does not exist.'] },
      })
    return HttpResponse.json(detail(), { status: 201 })
  }),
  ...financeHandlers,
  ...documentHandlers,
  ...recordHandlers,
  http.get('*/api/applications/stages/', () => HttpResponse.json({ items: stages })),
  http.get('*/api/applications/:id/', ({ params }) =>
    params.id === db.app.id ? HttpResponse.json(detail()) : problem(404, 'not_found'),
  ),
  http.patch('*/api/applications/:id/', async ({ request }) => {
    const body = (await request.json()) as { bd_id?: string }
    Object.assign(db.app, body, {
      version: db.app.version + 1,
      bd: db.bdms.find(({ id }) => id === body.bd_id) ?? db.app.bd,
    })
    return HttpResponse.json(detail())
  }),
  http.post('*/api/applications/:id/transitions/', async ({ request }) => {
    const { to, reason } = (await request.json()) as { to: string; reason?: string }
    const action = actions(db.app).find((item) => item.to === to)
    if (!action?.allowed) return problem(409, 'not_ready', { missing: action?.missing ?? [] })
    db.app.history.unshift({
      ...db.app.history[0]!,
      id: `m${db.app.version}`,
      from: db.app.stage,
      to,
      reason: reason ?? null,
      seconds_in_stage: 200_000,
    })
    return HttpResponse.json({
      ...put(to),
      undo_until: new Date(Date.now() + 10_000).toISOString(),
    })
  }),
  http.post('*/api/applications/:id/transitions/undo/', () =>
    HttpResponse.json({ ...put('inquiry'), undo_until: null }),
  ),
  http.post('*/api/applications/:id/notes/', async ({ request }) => {
    const note = {
      id: `n${db.app.notes.length + 1}`,
      version: 1,
      remind_date: null,
      mentions: [],
      created_by: { id: me().id, name: me().name, role: me().role },
      created_at: new Date().toISOString(),
      ...((await request.json()) as object),
    }
    db.app.notes.unshift(note as unknown as (typeof db.app.notes)[number])
    return HttpResponse.json(note, { status: 201 })
  }),
  ...(['brokers', 'bdms', 'branches'] as const).flatMap((kind) => [
    http.get(`*/api/parties/${kind}/`, ({ request }) =>
      page(
        db[kind].filter(({ name }) =>
          String(name)
            .toLowerCase()
            .includes(new URL(request.url).searchParams.get('q')?.toLowerCase() ?? ''),
        ),
      ),
    ),
    http.post(`*/api/parties/${kind}/`, async ({ request }) => {
      const entry = {
        id: `${kind}-9`,
        version: 1,
        bdms: [],
        brokers: [],
        ...((await request.json()) as object),
      }
      db[kind].push(entry)
      return HttpResponse.json(entry, { status: 201 })
    }),
  ]),
  http.get('*/api/notifications/', ({ request }) => {
    const unread = db.notifications.filter((item) => !item.read_at)
    return page(new URL(request.url).searchParams.get('unread') ? unread : db.notifications, {
      unread: unread.length,
    })
  }),
  http.post('*/api/notifications/acknowledge-all/', () => {
    db.notifications.forEach((item) => (item.read_at ??= new Date().toISOString()))
    return HttpResponse.json({ acknowledged: 1 })
  }),
  http.post('*/api/notifications/ws-ticket/', () => HttpResponse.json({ ticket: 'ticket-1' })),
  http.post('*/api/notifications/:id/acknowledge/', ({ params }) =>
    HttpResponse.json(
      Object.assign(
        db.notifications.find(({ id }) => id === params.id)!,
        { read_at: new Date().toISOString() },
      ),
    ),
  ),
  http.post('*/api/notifications/:id/restore/', () => HttpResponse.json({})),
  http.delete('*/api/notifications/:id/', ({ params }) => {
    db.notifications = db.notifications.filter(({ id }) => id !== params.id)
    return new HttpResponse(null, { status: 204 })
  }),
]
