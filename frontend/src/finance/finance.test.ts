import { http, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { IDS, db, fill } from '@@/data.ts'
import { find, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { Socket } from '@@/socket.ts'
import { chargeBody } from './feeForms'
import { fieldOf, readFunding } from './funding'
import { methodOf, nextOf, restOf, waitingSum } from './status'

const at = (tab: string) => `/applications/${IDS.app}/${tab}`
const posted = (path: string) => db.posted.filter((one) => one.path.endsWith(path))
beforeEach(() => void fill(db.app))

/** Gives a file to the n-th hidden file field there is. */
async function give(name: string, size = 10) {
  const field = await vi.waitFor(() => {
    const found = document.querySelector<HTMLInputElement>('[role=dialog] input[type=file]')
    if (!found) throw new Error('No file field')
    return found
  })
  Object.defineProperty(field, 'files', {
    value: [new File(['x'.repeat(size)], name, { type: 'application/pdf' })],
    configurable: true,
  })
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

test('a loan says for how long its interest joins the principal', () => {
  const loan = { method: 'interest_only', periods: 12 }
  expect(methodOf(loan)).toBe('interest only')
  expect(methodOf({ ...loan, capitalised_periods: 0 })).toBe('interest only')
  expect(methodOf({ ...loan, capitalised_periods: 1 })).toBe(
    'interest of the first period capitalised, then interest only',
  )
  expect(methodOf({ ...loan, capitalised_periods: 6 })).toBe(
    'interest of 6 periods capitalised, then interest only',
  )
  expect(methodOf({ ...loan, capitalised_periods: 12 })).toBe('interest capitalised')
})

test('a fee is paid once however often the button is pressed, with its invoice', async () => {
  await open(at('fees'), 'accounts')
  await sees('$3,620.00 waiting')
  await press(/^Mark paid: Valuation/)
  await press('Mark paid', '[role=dialog] button')
  await sees('Enter the reference of the transfer')
  await type('Reference', 'EFT 90')
  await give('invoice.pdf')
  await sees('invoice.pdf, 10 bytes')
  const button = await find('[role=dialog] button', 'Mark paid')
  for (let n = 0; n < 5; n++) button.click()
  await sees('Paid: Valuation fee, $1,320.00.')
  expect(posted('/fees/f2/pay/')).toHaveLength(1)
  expect(posted('/fees/f2/pay/')[0]).toMatchObject({
    body: { reference: 'EFT 90', paid_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    key: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await sees('$2,300.00 waiting')
})

test('a fee is charged; the same one again is pointed out; what is wrong stands at its field', async () => {
  await open(at('fees'), 'accounts')
  await press('Charge a fee')
  await press('Charge fee')
  await sees('Choose the fee')
  await type('Fee', 'valuation')
  await type('Amount incl. GST', '1320')
  await sees('This looks like a duplicate')
  await type('Amount incl. GST', '0')
  await press('Charge fee')
  await sees('An amount is more than nothing.')
  await type('Amount incl. GST', '990')
  await press('Charge fee')
  await sees('Valuation fee of $990.00 is charged.')
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
  await press(/^Mark paid: Valuation/)
  await type('Reference', 'EFT 92')
  for (const n of [1, 2]) {
    await press('Mark paid', '[role=dialog] button')
    await vi.waitFor(() => expect(keys).toHaveLength(n))
    await sees('it cannot be posted twice')
    await vi.waitFor(async () =>
      expect(
        ((await find('[role=dialog] button', 'Mark paid')) as HTMLButtonElement).disabled,
      ).toBe(false),
    )
  }
  expect(keys[0]).toBe(keys[1])
})

test('who may not post sees no button', async () => {
  await open(at('fees'), 'broker')
  await sees('Commitment')
  expect(text()).not.toContain('Mark paid')
  expect(text()).not.toContain('Charge a fee')
})

test('finance is down: the list is shown as the application knows it', async () => {
  server.use(
    http.get('*/api/finance/*', () => HttpResponse.json({ code: 'unavailable' }, { status: 503 })),
  )
  const page = await open(at('fees'))
  await sees('The ledger does not answer')
  await sees('Commitment')
  page.unmount()
  db.app.ledger = []
  await open(at('ledger'))
  await sees('The ledger cannot be shown right now')
})

test('the schedule: what is next, what is late, and a payment aimed at it', async () => {
  await open(at('repayments'), 'accounts')
  await sees('6 days past due')
  expect(text()).toContain('$508,157.18')
  await press(/instalment 3$/)
  await sees('$3,750.00 is still to pay on it.')
  await type('Reference', 'EFT 91')
  await press('Record payment', '[role=dialog] button')
  await sees('Recorded: $3,750.00. Penalties $45.40 · Interest $3,829.60')
  expect(posted('/repayments/r3/pay/')[0]!.body).toMatchObject({
    amount: '3750.00',
    reference: 'EFT 91',
  })
  await press('Record payment')
  await type('Amount', 'lots')
  await type('Reference', 'x')
  await press('Record payment', '[role=dialog] button')
  await sees('Enter an amount like')
})

test('a payment for the whole loan says what pays it out', async () => {
  await open(at('repayments'), 'accounts')
  await press('Record payment')
  await sees(/To pay the loan out today: \$[\d,.]+/)
})

test('another’s payment shows by itself', async () => {
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

test('the ledger proves itself, and a payment is reversed with its reason', async () => {
  await open(at('ledger'), 'accounts')
  await sees('Debits and credits agree: $15,445.00.')
  await press('Reverse this payment')
  await type('Reason', 'Dishonoured')
  await press('Reverse payment')
  await sees('The payment is reversed.')
  expect(posted('/payments/p2/reverse/')[0]!.body).toEqual({ reason: 'Dishonoured' })
})

test('the trial balance of a day', async () => {
  await open('/finance/trial-balance', 'credit')
  await sees('Debits and credits agree: $512,420.00.')
  expect(text()).toContain('GST payable')
  expect(text()).not.toContain('Commission payable')
  await type('As of', 'soon')
  await sees('Enter a date like')
})

test('a broker’s and a client’s own page begins with the next repayment', async () => {
  await open('/applications', 'client')
  await sees('Next repayment')
  await sees('1 repayment')
  expect(document.querySelector('[data-test=home] a')!.getAttribute('href')).toBe(at('repayments'))
})

test('the rest of a fee, the sum that waits, the next instalment', () => {
  expect(db.app.fees.map(restOf)).toEqual(['0.00', '1320.00', '2300.00', '0.00'])
  expect(waitingSum(db.app.fees)).toBe('3620.00')
  expect(nextOf(db.app.repayments)?.number).toBe(3)
  expect(chargeBody({ type: 'legal', gst: 'no' })).toEqual({ type: 'legal', gst: false })
  expect(chargeBody({ type: 'legal' })).toEqual({ type: 'legal' })
})

test.each([
  [
    { loan_amount: '1m', establishment: '1.5%', legal: '3,300' },
    {
      loan_amount: '1000000.00',
      fees: [
        { type: 'establishment', percent: '1.5' },
        { type: 'legal', amount: '3300.00' },
      ],
    },
  ],
  [
    {
      loan_amount: '1m',
      method: 'prepaid',
      annual_rate: '9.5',
      months: '6',
      settlement_date: '4/3/27',
    },
    {
      loan_amount: '1000000.00',
      interest: { method: 'prepaid', annual_rate: '9.5', months: 6, settlement_date: '2027-03-04' },
    },
  ],
])('a funding table as typed', (typed, body) =>
  expect(readFunding(typed as Record<string, string>)).toEqual({ body }),
)
test('a funding table that cannot be read', () => {
  expect(
    readFunding({
      loan_amount: '',
      legal: 'some',
      method: 'prepaid',
      annual_rate: '',
      months: '0',
      settlement_date: 'x',
    }),
  ).toMatchObject({
    errors: {
      loan_amount: expect.any(String),
      legal: expect.any(String),
      annual_rate: expect.any(String),
      months: expect.any(String),
      settlement_date: expect.any(String),
    },
  })
  expect(fieldOf('fees/1/amount', { establishment: '1', legal: '2' })).toBe('legal')
  expect(fieldOf('interest/months', {})).toBe('months')
})
