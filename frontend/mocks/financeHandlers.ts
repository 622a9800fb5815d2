/** Finance over the invented data: what is posted is there at once. */
import { http, HttpResponse } from 'msw'
import { page, posts, problem, stamp } from './answers.ts'
import { db } from './data.ts'
import { trial } from './money.ts'

const fee = (params: Record<string, unknown>) => db.app.fees.find(({ id }) => id === params.id)!

const today = () => new Date().toISOString().slice(0, 10)

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

export const financeHandlers = [
  http.get('*/api/finance/fees/', () => page(db.app.fees)),
  posts('finance/fees/', (body) => {
    if (body.amount === '0.00')
      return problem(422, 'invalid', { errors: { '/amount': ['An amount is more than nothing.'] } })
    const added = {
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
      ...stamp(),
    } as (typeof db.app.fees)[number]
    db.app.fees.push(added)
    return added
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
    const journal = db.app.ledger.find((entry) => entry.payment_id === params.id)!
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
    const query = new URL(request.url).searchParams
    return page(
      db.app.repayments.filter(
        ({ status, due_date: due }) =>
          (!query.get('status') || status === query.get('status')) &&
          due >= (query.get('due_from') ?? ''),
      ),
    )
  }),
  posts('finance/repayments/:id/pay/', (body, params) => {
    const repayment = db.app.repayments.find(({ id }) => id === params.id)!
    Object.assign(repayment, { status: 'paid', outstanding: '0.00', paid_on: body.received_on })
    return payment(String(body.amount ?? repayment.amount))
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
      net: text(deductions.reduce((net, deduction) => net - deduction.cents, loan)),
      ...stamp(),
    }
    if (!body.save) return HttpResponse.json(table)
    Object.assign(table, { id: 'fu9', number: 1 })
    db.app.funding = table
    if (db.waits)
      db.waits.missing = db.waits.missing.filter(({ code }) => code !== 'funding_calculation')
    return table
  }),
]
