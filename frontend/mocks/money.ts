/** Invented fees, loan, repayments and ledger of the open deal. */
import type { Fee, Funding, Journal, Loan, Repayment } from '../src/api/finance.types.ts'
import { APP, LOAN, day, iso, people } from './basics.ts'

export const fees = (): Fee[] => [
  {
    id: 'f1',
    version: 2,
    application_id: APP,
    type: 'commitment',
    amount: '2500.00',
    gst: '0.00',
    paid: '2500.00',
    status: 'paid',
    due_date: null,
    paid_on: day(-12),
    reference: 'EFT 88120',
    reason: null,
    created_at: iso(-20),
    invoice: { document_id: 'd3', name: 'commitment-fee-invoice.pdf', version: 1 },
  },
  {
    id: 'f2',
    version: 1,
    application_id: APP,
    type: 'valuation',
    amount: '1320.00',
    gst: '120.00',
    paid: '0.00',
    status: 'waiting',
    due_date: day(6),
    paid_on: null,
    reference: null,
    reason: null,
    created_at: iso(-6),
    invoice: null,
  },
  {
    id: 'f3',
    version: 2,
    application_id: APP,
    type: 'legal',
    amount: '3300.00',
    gst: '300.00',
    paid: '1000.00',
    status: 'waiting',
    due_date: day(-3),
    paid_on: null,
    reference: null,
    reason: null,
    created_at: iso(-9),
    invoice: null,
  },
  {
    id: 'f4',
    version: 2,
    application_id: APP,
    type: 'account',
    amount: '110.00',
    gst: '10.00',
    paid: '0.00',
    status: 'waived',
    due_date: null,
    paid_on: null,
    reference: null,
    reason: 'Repeat client',
    created_at: iso(-9),
    invoice: null,
  },
]

/** Interest only: six months, the third is overdue, the sixth repays the principal. */
export const repayments = (): Repayment[] =>
  Array.from({ length: 6 }, (_, at) => {
    const last = at === 5
    const interest = ['3750.00', '3875.00', '3750.00', '3875.00', '3875.00', '3500.00'][at]!
    const amount = last ? '503500.00' : interest
    const status = (['paid', 'paid', 'overdue', 'projected', 'projected', 'projected'] as const)[
      at
    ]!
    return {
      id: `r${at + 1}`,
      version: 1,
      application_id: APP,
      loan_id: LOAN,
      schedule_id: 's1',
      number: at + 1,
      due_date: day(-66 + at * 30),
      principal: last ? '500000.00' : '0.00',
      interest,
      fees: '0.00',
      amount,
      balance: last ? '0.00' : '500000.00',
      outstanding: status === 'paid' ? '0.00' : amount,
      status,
      paid_on: status === 'paid' ? day(-66 + at * 30) : null,
      invoice: at === 0 ? { document_id: 'd3', name: 'interest-march.pdf', version: 1 } : null,
    }
  })

export const loan = (): Loan => ({
  id: LOAN,
  version: 4,
  application_id: APP,
  reference_number: 'APP-2026-000101',
  product_id: null,
  status: 'open',
  principal: '500000.00',
  annual_rate: '9',
  method: 'interest_only',
  frequency: 'monthly',
  day_count: 'ACT/365F',
  periods: 6,
  settled_on: day(-96),
  maturity_date: day(84),
  discharged_on: null,
  balances: {
    principal: '500000.00',
    interest: '4491.78',
    fees: '3620.00',
    penalties: '45.40',
    default_interest: '45.40',
    overpaid: '0.00',
    total: '508157.18',
  },
  days_past_due: 6,
})

const posting = (account: string, debit: string, credit: string) => ({ account, debit, credit })
export const journals = (): Journal[] => [
  {
    id: 'j4',
    application_id: APP,
    booked_at: iso(-5),
    effective_on: day(-5),
    type: 'reversal',
    amount: '3875.00',
    payment_id: 'p9',
    reverses_id: 'j3',
    postings: [
      posting('bank_clearing', '0.00', '3875.00'),
      posting('interest_receivable', '3875.00', '0.00'),
    ],
  },
  {
    id: 'j3',
    application_id: APP,
    booked_at: iso(-7),
    effective_on: day(-7),
    type: 'repayment',
    amount: '3875.00',
    payment_id: 'p9',
    postings: [
      posting('bank_clearing', '3875.00', '0.00'),
      posting('interest_receivable', '0.00', '3875.00'),
    ],
  },
  {
    id: 'j2',
    application_id: APP,
    booked_at: iso(-12),
    effective_on: day(-12),
    type: 'fee_paid',
    amount: '2500.00',
    fee_id: 'f1',
    postings: [
      posting('bank_clearing', '2500.00', '0.00'),
      posting('fees_receivable', '0.00', '2500.00'),
    ],
  },
  {
    id: 'j5',
    application_id: APP,
    booked_at: iso(-36),
    effective_on: day(-36),
    type: 'repayment',
    amount: '3875.00',
    payment_id: 'p2',
    postings: [
      posting('bank_clearing', '3875.00', '0.00'),
      posting('interest_receivable', '0.00', '3875.00'),
    ],
  },
  {
    id: 'j1',
    application_id: APP,
    booked_at: iso(-6),
    effective_on: day(-6),
    type: 'fee_charged',
    amount: '1320.00',
    fee_id: 'f2',
    postings: [
      posting('fees_receivable', '1320.00', '0.00'),
      posting('fee_income', '0.00', '1200.00'),
      posting('gst_payable', '0.00', '120.00'),
    ],
  },
]

export const trial = () => ({
  on: day(0),
  totals: { debit: '512420.00', credit: '512420.00' },
  accounts: [
    ['bank_clearing', '0.00', '490245.00'],
    ['loan_portfolio', '500000.00', '0.00'],
    ['interest_receivable', '4491.78', '0.00'],
    ['fees_receivable', '3620.00', '0.00'],
    ['penalties_receivable', '45.40', '0.00'],
    ['interest_income', '0.00', '16241.78'],
    ['fee_income', '0.00', '5457.82'],
    ['penalty_income', '0.00', '45.40'],
    ['gst_payable', '0.00', '430.00'],
    ['losses_written_off', '4262.82', '0.00'],
    ['commission_payable', '0.00', '0.00'],
  ].map(([code, debit, credit]) => ({ code: code!, debit: debit!, credit: credit! })),
})

export const funding = (): Funding => ({
  id: 'fu1',
  number: 2,
  application_id: APP,
  loan_amount: '500000.00',
  net: '475080.00',
  deducted: '24920.00',
  gst: '420.00',
  created_by: people.priya,
  created_at: iso(-3),
  version: 1,
  deductions: [
    { type: 'establishment', amount: '7500.00', gst: '0.00' },
    { type: 'legal', amount: '3300.00', gst: '300.00' },
    { type: 'valuation', amount: '1320.00', gst: '120.00' },
    { type: 'capitalised_interest', amount: '12800.00', gst: '0.00' },
  ],
})
