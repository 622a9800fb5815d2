/** Invented reports and preferences. */

const MONTHS = [
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
  '2026-10',
  '2026-11',
]
const sum = (count: number, amount: number) => ({ count, amount: `${amount}.00` })
const full = (count: number, amount: number, outstanding = 0) => ({
  ...sum(count, amount),
  outstanding: `${outstanding}.00`,
})
const PEOPLE = [
  ['d1', 'Priya Raman'],
  ['d2', 'Marcus Oyelaran'],
  ['d3', 'Sofia Lindqvist'],
  [null, null],
] as const
const named = (at: number) => ({ id: PEOPLE[at]![0]!, name: PEOPLE[at]![1] })
const head = (at: number) => ({
  application_id: `0199a000-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`,
  reference_number: `APP-2026-0001${String(at).padStart(2, '0')}`,
  client_names: [
    ['John Doe'],
    ['Bellbird Developments Pty Ltd'],
    ['Aisha Silva', 'Liam Smith'],
    ['Kowhai Family Super Fund'],
  ][at % 4]!,
  bd: named(at % 3),
  broker: { id: 'b1', name: 'Tom Haddad' },
  branch: { id: 'c1', name: 'Sydney' },
})

function compliance() {
  const of = (at: number) => ({
    due: full(20 + at * 3, 88_000 + at * 9000),
    paid_on_time: full(16 + at * 3, 71_000 + at * 9000),
    paid_late: full(3 - (at % 3), 12_000 - at * 1000),
    overdue: full(1 + (at % 2), 4200 + at * 130, 4200 + at * 130),
    outstanding: full(1, 4200, 4200),
    on_time_rate: String([78.2, 81, 80.4, 84.9, 86.1, 88.3, 87.5, 91.2][at % 8]),
  })
  return {
    totals: { ...of(7), received: sum(201, 905_300) },
    rows: [0, 1, 2, 3].map((at) => ({
      ...head(at),
      ...of(at),
      oldest_overdue: at % 2 ? '2026-10-21' : null,
    })),
    series: {
      by_month: MONTHS.map((month, at) => ({ month, ...of(at), received: sum(22, 93_000) })),
      by_bd: [0, 1, 2].map((at) => ({ ...named(at), ...of(at + 3) })),
      by_broker: [],
      by_branch: [],
    },
  }
}
function volume() {
  const of = (at: number) => ({
    lodged: sum(9 + ((at * 5) % 7), 6_200_000 + at * 700_000),
    settled: sum(4 + (at % 3), 2_900_000 + at * 210_000),
    declined: sum(1, 450_000),
    withdrawn: sum(1, 380_000),
    in_progress: sum(3, 2_100_000),
    conversion_rate: '44.0',
  })
  const stages = [
    'inquiry',
    'sent_to_lender',
    'funding_table_issued',
    'indicative_letter_issued',
    'valuation_ordered',
    'formal_approval',
    'settlement_conditions',
    'settled',
  ] as const
  return {
    totals: { ...of(3), mean_days_to_settle: '38.5' },
    rows: [0, 1, 2, 3].map((at) => ({
      ...head(at),
      application_type: 'construction',
      days_in_stage: at * 4,
      loan_amount: '1850000.00',
      lodged_on: '2026-10-02',
      stage: stages[at]!,
    })),
    series: {
      by_stage: stages.map((stage, at) => ({
        stage,
        ...sum(18 - at * 2, 11_000_000 - at * 900_000),
        mean_days: String(2 + at),
        mean_seconds: 200_000,
        reached: 60 - at * 5,
        reached_rate: String(100 - at * 9),
      })),
      by_month: MONTHS.map((month, at) => ({ month, ...of(at) })),
      by_bd: PEOPLE.map(([id, name], at) => ({ id, name, ...of(at) })),
      by_broker: [],
      by_branch: [],
    },
  }
}
const STATUSES = [
  'active',
  'performing',
  'late',
  'discharged',
  'written_off',
  'declined',
  'withdrawn',
] as const
function status() {
  const loans = (count: number, size = 640_000) => ({
    ...sum(count, count * size),
    balance: `${count * size}.00`,
    overdue: '0.00',
  })
  const of = (at: number) => ({
    active: loans(24 + at),
    performing: loans(38 + at * 2),
    late: loans(3 + (at % 3)),
    discharged: loans(6 + at),
    written_off: loans(0),
    declined: loans(5),
    withdrawn: loans(4),
    settled: loans(41 + at * 2),
  })
  return {
    totals: of(7),
    rows: [0, 1, 2, 3].map((at) => ({
      ...head(at),
      amount: '640000.00',
      balance: '612000.00',
      bucket: at % 2 ? '1-30' : null,
      days_past_due: at % 2 ? 12 : 0,
      maturity_date: '2027-05-01',
      overdue: at % 2 ? '4200.00' : '0.00',
      settled_on: '2026-05-01',
      stage: 'settled',
      status: at % 2 ? 'late' : 'performing',
    })),
    series: {
      by_status: STATUSES.map((name) => ({ status: name, ...of(7)[name] })),
      by_month: MONTHS.map((month, at) => ({ month, ...of(at) })),
      arrears: (['1-30', '31-60', '61-90', '90+'] as const).map((bucket, at) => ({
        bucket,
        count: 3 - Math.min(at, 2),
        amount: '640000.00',
        balance: '610000.00',
        overdue: `${9000 - at * 2000}.00`,
      })),
      by_bd: [],
      by_broker: [],
      by_branch: [],
    },
  }
}

export function reports(key: string, query: URLSearchParams) {
  const filters = Object.fromEntries(
    ['from', 'to', 'bd_id', 'broker_id', 'branch_id'].map((name) => [name, query.get(name)]),
  )
  const report = {
    'repayment-compliance': compliance,
    'application-volume': volume,
    'application-status': status,
  }[key]!()
  return {
    as_of: new Date(Date.now() - 40_000).toISOString(),
    filters,
    rows_total: report.rows.length,
    ...report,
  }
}

const KINDS: [string, string, boolean, boolean][] = [
  ['application_lodged', 'New application', false, true],
  ['application_assigned', 'Application assigned', false, true],
  ['stage_changed', 'Stage changed', false, true],
  ['stage_stale', 'Stalled application', false, true],
  ['repayment_upcoming', 'Repayment coming up', true, true],
  ['repayment_overdue', 'Repayment overdue', true, true],
  ['note_added', 'Mentioned in a note', false, true],
  ['fee_paid', 'Fee paid', false, true],
  ['document_stored', 'Document added', false, true],
  ['delivery_failed', 'Email bounced', false, false],
]
export const preferences = () => ({
  channels: Object.fromEntries(
    KINDS.map(([code, label, mandatory, mailed]) => [
      code,
      { in_app: true, email: mailed, digest: true, mandatory, label },
    ]),
  ) as Record<
    string,
    { in_app: boolean; email: boolean; digest: boolean; mandatory: boolean; label: string }
  >,
  daily_digest: false,
  weekly_digest: true,
  thresholds: { stage_stale: 7, repayment_upcoming: 7 } as Record<string, number>,
  quiet_hours: { from: '21:00', to: '07:00' } as { from: string; to: string } | null,
  timezone: 'Australia/Sydney',
})
