/** Finance, documents, records, reports and preferences over the small book: what is posted stands there at once. */
import { http, HttpResponse, type HttpResponseResolver } from 'msw'
import { humanise } from '../src/lib/words.ts'
import { me, page, problem } from './answers.ts'
import { db } from './data.ts'
import { trial } from './money.ts'
import { preferences, reports } from './views.ts'

/** Remembers what was sent, and by which key; the same key twice is one effect. */
const posts = (
  path: string,
  answer: (body: Record<string, unknown>, params: Record<string, unknown>) => unknown,
) =>
  http.post(`*/api/${path}`, async ({ request, params }) => {
    const body = (await request.json()) as Record<string, unknown>
    const key = request.headers.get('Idempotency-Key')
    if (key && db.posted.some((one) => one.key === key)) return HttpResponse.json({})
    const made = answer(body, params)
    if (made instanceof HttpResponse) return made
    db.posted.push({ path: new URL(request.url).pathname, body, key })
    return HttpResponse.json(made as object, { status: 201 })
  })
const fee = (params: Record<string, unknown>) => db.app.fees.find((one) => one.id === params.id)!
const today = () => new Date().toISOString().slice(0, 10)
const made = () => ({
  version: 1,
  application_id: db.app.id,
  created_by: { id: me().id, name: me().name, role: me().role },
  created_at: new Date().toISOString(),
})

const payment = (amount: string) => ({
  id: 'pay1',
  version: 1,
  amount,
  received_on: today(),
  reference: 'EFT',
  status: 'received',
  allocation: {
    penalties: '45.40',
    fees: '0.00',
    interest: '3829.60',
    principal: '0.00',
    overpaid: '0.00',
  },
})

const upload: HttpResponseResolver = async ({ request }) => {
  const form = await request.formData()
  const file = form.get('file') as File
  const text = (name: string) => (form.get(name) as string | null) ?? null
  db.posted.push({
    path: new URL(request.url).pathname,
    body: Object.fromEntries(
      [...form].filter(([name]) => name !== 'file').concat([['name', file?.name ?? '']]),
    ),
    key: request.headers.get('Idempotency-Key'),
  })
  if (file?.name.startsWith('locked'))
    return problem(422, 'password_protected', {
      detail: 'This file is protected by a password. Save a copy without it.',
    })
  const document = {
    ...db.app.documents[0]!,
    id: `d-${db.posted.length}`,
    number: 1,
    type: text('type') as 'other',
    name: file?.name ?? 'file.pdf',
    content_type: 'application/pdf',
    size: file?.size ?? 1,
    signed_by: text('signed_by'),
    signature_date: text('signature_date'),
    party_id: text('party_id'),
    fee_id: text('fee_id'),
    repayment_id: text('repayment_id'),
    ...made(),
  }
  if (!text('application_id'))
    return HttpResponse.json(
      { ...document, application_id: null, upload_id: document.id },
      { status: 201 },
    )
  db.app.documents.push(document)
  return HttpResponse.json(document, { status: 201 })
}

const RECORDS: Record<string, keyof typeof db.app> = {
  consents: 'consents',
  valuations: 'valuations',
  requirements: 'requirements',
  decisions: 'decisions',
  'legal-advice': 'legal_advice',
  conditions: 'conditions',
}

export const moneyHandlers = [
  http.get('*/api/finance/fees/', () => page(db.app.fees)),
  posts('finance/fees/', (body) => {
    if (body.amount === '0.00')
      return problem(422, 'invalid', { errors: { '/amount': ['An amount is more than nothing.'] } })
    const one = {
      ...db.app.fees[0]!,
      id: `f${db.app.fees.length + 1}`,
      gst: '0.00',
      paid: '0.00',
      status: 'waiting' as const,
      due_date: null,
      paid_on: null,
      reference: null,
      reason: null,
      invoice: null,
      ...body,
      ...made(),
    } as (typeof db.app.fees)[number]
    db.app.fees.push(one)
    return one
  }),
  posts('finance/fees/:id/pay/', (body, params) =>
    Object.assign(fee(params), {
      status: 'paid',
      paid: fee(params).amount,
      paid_on: body.paid_on,
      reference: body.reference,
    }),
  ),
  posts('finance/fees/:id/waive/', (body, params) =>
    Object.assign(fee(params), { status: 'waived', reason: body.reason }),
  ),
  posts('finance/fees/:id/refund/', (body, params) =>
    Object.assign(fee(params), { status: 'refunded', reason: body.reason }),
  ),
  http.get('*/api/finance/loans/', () => page(db.app.loan ? [db.app.loan] : [])),
  http.get('*/api/finance/loans/:id/payoff/', () => HttpResponse.json(db.app.loan?.balances ?? {})),
  http.get('*/api/finance/loans/:id/', () => HttpResponse.json(db.app.loan)),
  posts('finance/loans/:id/payments/', (body) => payment(String(body.amount))),
  posts('finance/payments/:id/reverse/', (_, params) => {
    const journal = db.app.ledger.find((one) => one.payment_id === params.id)!
    db.app.ledger.unshift({
      ...journal,
      id: 'j-mirror',
      type: 'reversal',
      reverses_id: journal.id,
      postings: journal.postings.map(({ account, debit, credit }) => ({
        account,
        debit: credit,
        credit: debit,
      })),
    })
    return { ...payment(journal.amount), status: 'reversed' }
  }),
  http.get('*/api/finance/repayments/', ({ request }) => {
    const asked = new URL(request.url).searchParams
    return page(
      db.app.repayments.filter(
        (one) =>
          (!asked.get('status') || one.status === asked.get('status')) &&
          one.due_date >= (asked.get('due_from') ?? ''),
      ),
    )
  }),
  posts('finance/repayments/:id/pay/', (body, params) => {
    const one = db.app.repayments.find((row) => row.id === params.id)!
    Object.assign(one, { status: 'paid', outstanding: '0.00', paid_on: body.received_on })
    return payment(String(body.amount ?? one.amount))
  }),
  http.get('*/api/finance/ledger/', () => page(db.app.ledger)),
  http.get('*/api/finance/trial-balance/', () => HttpResponse.json(trial())),
  http.get('*/api/finance/funding/', () => page(db.app.funding ? [db.app.funding] : [])),
  posts('finance/funding/', (body) => {
    const fees =
      (body.fees as { type: string; amount?: string; percent?: string }[] | undefined) ?? []
    const cents = (text: string) => BigInt(text.replace('.', ''))
    const loan = cents(String(body.loan_amount))
    const deductions = fees.map(({ type, amount, percent }) => ({
      type,
      gst: '0.00',
      cents: amount ? cents(amount) : (loan * BigInt(Math.round(Number(percent) * 100))) / 10_000n,
    }))
    const text = (value: bigint) =>
      `${value < 0n ? '-' : ''}${(value < 0n ? -value : value) / 100n}.${String((value < 0n ? -value : value) % 100n).padStart(2, '0')}`
    const table = {
      id: null as string | null,
      number: null as number | null,
      loan_amount: String(body.loan_amount),
      deductions: deductions.map(({ type, gst, cents: amount }) => ({
        type,
        gst,
        amount: text(amount),
      })),
      net: text(deductions.reduce((rest, one) => rest - one.cents, loan)),
      ...made(),
    }
    if (!body.save) return HttpResponse.json(table)
    Object.assign(table, { id: 'fu9', number: 1 })
    db.app.funding = table
    if (db.waits)
      db.waits.missing = db.waits.missing.filter((one) => one.code !== 'funding_calculation')
    return table
  }),
  http.get('*/api/documents/', () => page(db.app.documents)),
  http.post('*/api/documents/', upload),
  posts('documents/generate/', (body) => {
    db.app.documents.push({
      ...db.app.documents[0]!,
      id: 'd-letter',
      type: 'other',
      name: `${humanise(String(body.template))} ${db.app.reference_number}.pdf`,
      ...made(),
    })
    return db.app.documents.at(-1)
  }),
  http.get('*/api/documents/:id/versions/', ({ params }) =>
    page(
      [2, 1].map((number) => ({
        ...db.app.documents.find((one) => one.id === params.id)!,
        number,
      })),
    ),
  ),
  http.post('*/api/documents/:id/versions/', ({ params }) =>
    HttpResponse.json(
      Object.assign(
        db.app.documents.find((one) => one.id === params.id)!,
        { number: 2 },
      ),
      { status: 201 },
    ),
  ),
  http.get(
    '*/api/documents/:id/content/',
    () => new HttpResponse('%PDF-1.4', { headers: { 'Content-Type': 'application/pdf' } }),
  ),
  ...Object.entries(RECORDS).flatMap(([path, field]) => [
    posts(`applications/:id/${path}/`, (body) => {
      const list = db.app[field] as unknown as object[]
      list.push({
        id: `${path}-${list.length}`,
        party_id: null,
        met: false,
        resolved: false,
        terms: { loan_amount: db.app.loan_amount },
        ...body,
        ...made(),
      })
      if (db.waits)
        db.waits.missing = db.waits.missing.filter((one) => !one.code.includes(path.slice(0, 6)))
      return list.at(-1)
    }),
    http.patch(`*/api/applications/:id/${path}/:record/`, async ({ params, request }) => {
      const one = (db.app[field] as unknown as { id: string }[]).find(
        (row) => row.id === params.record,
      )!
      const by = { id: me().id, name: me().name, role: me().role }
      return HttpResponse.json(
        Object.assign(one, await request.json(), {
          met_by: by,
          met_at: new Date().toISOString(),
          resolved_by: by,
          resolved_at: new Date().toISOString(),
        }),
      )
    }),
  ]),
  http.patch('*/api/parties/:kind/:id/', async ({ params, request }) => {
    const party = [...db.app.borrowers, ...db.app.companies, ...db.app.guarantors].find(
      (one) => one.id === params.id,
    )!
    return HttpResponse.json(Object.assign(party, await request.json()))
  }),
  http.get('*/api/reports/:key/', ({ params, request }) => {
    if (new URL(request.url).searchParams.get('format') === 'csv')
      return new HttpResponse('a,b\n1,2\n', { headers: { 'Content-Type': 'text/csv' } })
    return HttpResponse.json(reports(String(params.key), new URL(request.url).searchParams))
  }),
  http.get('*/api/notifications/preferences/', () =>
    HttpResponse.json((db.preferences ??= preferences())),
  ),
  http.put('*/api/notifications/preferences/', async ({ request }) => {
    db.preferences = Object.assign(db.preferences ?? preferences(), await request.json())
    return HttpResponse.json(db.preferences)
  }),
]
