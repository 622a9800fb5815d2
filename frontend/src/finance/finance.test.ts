import { http, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { IDS, db, fill } from '@@/data.ts'
import { chooseFile, find, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { Socket } from '@@/socket.ts'
import { addBody } from './feeForms'
import { checkFields, type Values } from '@/forms/fields'
import { fieldErrors, fundingBody, fundingFields, fundingStartValues } from './funding'
import { frequencyText, methodText, nextRepayment, outstandingOf, outstandingSum } from './status'

const at = (tab: string) => `/applications/${IDS.app}/${tab}`
const posted = (path: string) => db.posted.filter((request) => request.path.endsWith(path))
beforeEach(() => void fill(db.app))

test('how a loan is repaid, and for how long its interest is capitalised', () => {
  const loan = { method: 'interest_only', periods: 12 }
  expect(methodText(loan)).toBe('interest only')
  expect(methodText({ ...loan, capitalised_periods: 0 })).toBe('interest only')
  expect(methodText({ ...loan, capitalised_periods: 1 })).toBe(
    'interest capitalised for 1 period, then interest only',
  )
  expect(methodText({ ...loan, capitalised_periods: 6 })).toBe(
    'interest capitalised for 6 periods, then interest only',
  )
  expect(methodText({ ...loan, capitalised_periods: 12 })).toBe('interest capitalised')
  expect(frequencyText('at_maturity')).toBe('paid at maturity')
  expect(frequencyText('monthly')).toBe('monthly repayments')
})

test('a fee is paid once however often the button is pressed, with its invoice', async () => {
  await open(at('fees'), 'accounts')
  await sees('$3,620.00 outstanding')
  await press(/^Record payment: Valuation/)
  await press('Record payment', '[role=dialog] button')
  await sees('Enter the bank reference')
  await type('Bank reference', 'EFT 90')
  await chooseFile('invoice.pdf')
  await sees('invoice.pdf, 1 kB')
  const button = await find('[role=dialog] button', 'Record payment')
  for (let n = 0; n < 5; n++) button.click()
  await sees('Valuation fee paid: $1,320.00')
  expect(posted('/fees/f2/pay/')).toHaveLength(1)
  expect(posted('/fees/f2/pay/')[0]).toMatchObject({
    body: { reference: 'EFT 90', paid_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    key: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await sees('$2,300.00 outstanding')
})

test('a fee is added; a duplicate is pointed out; what is wrong appears at its field', async () => {
  await open(at('fees'), 'accounts')
  await press('Add fee')
  await press('Add fee', '[role=dialog] button')
  await sees('Choose a fee')
  await type('Fee', 'valuation')
  await type('Amount incl. GST', '1320')
  await sees('This may be a duplicate')
  await type('Amount incl. GST', '0')
  await press('Add fee', '[role=dialog] button')
  await sees('An amount is more than nothing.')
  await type('Amount incl. GST', '990')
  await press('Add fee', '[role=dialog] button')
  await sees('Valuation fee added: $990.00')
})

test('without an answer the same key is sent again, so nothing is posted twice', async () => {
  const keys: (string | null)[] = []
  server.use(
    http.post('*/api/finance/fees/:id/pay/', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return HttpResponse.error()
    }),
  )
  await open(at('fees'), 'accounts')
  await press(/^Record payment: Valuation/)
  await type('Bank reference', 'EFT 92')
  for (const n of [1, 2]) {
    await press('Record payment', '[role=dialog] button')
    await vi.waitFor(() => expect(keys).toHaveLength(n))
    await sees('it won’t be recorded twice')
    await vi.waitFor(async () =>
      expect(
        ((await find('[role=dialog] button', 'Record payment')) as HTMLButtonElement).disabled,
      ).toBe(false),
    )
  }
  expect(keys[0]).toBe(keys[1])
})

test('those who may not post see no button', async () => {
  await open(at('fees'), 'broker')
  await sees('Commitment')
  expect(text()).not.toContain('Record payment')
  expect(text()).not.toContain('Add fee')
})

test('finance is unavailable: the list is shown as the application knows it', async () => {
  server.use(
    http.get('*/api/finance/*', () => HttpResponse.json({ code: 'unavailable' }, { status: 503 })),
  )
  const page = await open(at('fees'))
  await sees('Payments are temporarily unavailable')
  await sees('Commitment')
  page.unmount()
  db.app.ledger = []
  await open(at('ledger'))
  await sees('The ledger is temporarily unavailable')
})

test('the schedule: what is next, what is overdue, and a payment for it', async () => {
  await open(at('repayments'), 'accounts')
  await sees('6 days past due')
  expect(text()).toContain('$508,157.18')
  await press(/instalment 3$/)
  await sees('$3,750.00 outstanding.')
  await type('Bank reference', 'EFT 91')
  await press('Record payment', '[role=dialog] button')
  await sees('Payment recorded: $3,750.00. Default interest $45.40 · Interest $3,829.60')
  expect(posted('/repayments/r3/pay/')[0]!.body).toMatchObject({
    amount: '3750.00',
    reference: 'EFT 91',
  })
  await press('Record payment')
  await type('Amount', 'lots')
  await type('Bank reference', 'x')
  await press('Record payment', '[role=dialog] button')
  await sees('Enter an amount, e.g.')
})

test('a payment for the whole loan shows the payout figure', async () => {
  await open(at('repayments'), 'accounts')
  await press('Record payment')
  await sees(/Payout figure today: \$[\d,.]+/)
})

test('another’s payment appears without a reload', async () => {
  await open(at('repayments'), 'client')
  await sees('Overdue')
  expect(text()).not.toContain('Record payment')
  Object.assign(db.app.repayments[2]!, { status: 'paid', outstanding: '0.00' })
  Socket.last.say({
    seq: 9,
    kind: 'instalment_changed',
    entity: 'instalment',
    id: 'r3',
    version: 2,
  })
  await vi.waitFor(() =>
    expect(document.querySelector('[data-instalment="3"]')!.textContent).toContain('Paid'),
  )
})

test('the ledger is balanced, and a payment is reversed with a reason', async () => {
  await open(at('ledger'), 'accounts')
  await sees('Balanced')
  await press('Reverse payment')
  await type('Reason', 'Dishonoured')
  await press('Reverse payment', '[role=dialog] button')
  await sees('Payment of $3,875.00 reversed')
  expect(posted('/payments/p2/reverse/')[0]!.body).toEqual({ reason: 'Dishonoured' })
})

test('the trial balance of a day', async () => {
  await open('/finance/trial-balance', 'credit')
  await sees('Balanced')
  expect(text()).toContain('GST payable')
  expect(text()).not.toContain('Commission payable')
  await type('As of', 'soon')
  await sees('Enter a date, e.g.')
})

test('a client’s list begins with the next repayment', async () => {
  await open('/applications', 'client')
  await sees('Next repayment')
  await sees('1 repayment')
  expect(document.querySelector('[data-test=home] a')!.getAttribute('href')).toBe(at('repayments'))
})

test('what is outstanding of fees, and the next instalment', () => {
  expect(db.app.fees.map(outstandingOf)).toEqual(['0.00', '1320.00', '2300.00', '0.00'])
  expect(outstandingSum(db.app.fees)).toBe('3620.00')
  expect(nextRepayment(db.app.repayments)?.number).toBe(3)
  expect(addBody({ type: 'legal', gst: 'no' })).toEqual({ type: 'legal', gst: false })
  expect(addBody({ type: 'legal' })).toEqual({ type: 'legal' })
})

const funding = (typed: { loan_amount?: string; fees?: object; interest?: object }) =>
  fundingStartValues({ loan_amount: '1m', fees: {}, interest: {}, ...typed } as never)

test('a funding table as typed: amounts, percentages, retained interest', () => {
  expect(fundingBody(funding({ fees: { establishment: '1.5%', legal: '3,300' } }))).toEqual({
    loan_amount: '1000000.00',
    fees: [
      { type: 'establishment', percent: '1.5' },
      { type: 'legal', amount: '3300.00' },
    ],
  })
  const interest = {
    method: 'prepaid',
    annual_rate: '9.5',
    months: '6',
    settlement_date: '4/3/27',
  }
  expect(fundingBody(funding({ interest }))).toEqual({
    loan_amount: '1000000.00',
    interest: {
      method: 'prepaid',
      annual_rate: '9.5',
      months: 6,
      settlement_date: '2027-03-04',
    },
  })
})

test('a funding table that cannot be read, and errors that the server names by place', () => {
  const interest = { method: 'prepaid', annual_rate: '', months: '0', settlement_date: 'x' }
  const values: Values = funding({ loan_amount: '', fees: { legal: 'some' }, interest })
  expect(Object.keys(checkFields(fundingFields, values))).toEqual([
    '/loan_amount',
    '/fees/legal',
    '/interest/months',
    '/interest/annual_rate',
    '/interest/settlement_date',
  ])
  const typed = funding({ fees: { establishment: '1', legal: '2' } })
  const errors = { '/fees/1/amount': 'a', '/interest/months': 'b' }
  expect(fieldErrors(errors, typed)).toEqual({ '/fees/legal': 'a', '/interest/months': 'b' })
})
