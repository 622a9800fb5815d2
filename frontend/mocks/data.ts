/** A small book of invented deals for looking at pages and for tests; it changes like the real one. */

import * as money from './money.ts'
import type { preferences } from './views.ts'

export const IDS = {
  app: '0199a000-0000-7000-8000-000000000001',
  broker: '0199a000-0000-7000-8000-0000000000b1',
  bd: '0199a000-0000-7000-8000-0000000000d1',
  branch: '0199a000-0000-7000-8000-0000000000c1',
}
const STAGES: [string, string, string][] = [
  ['draft', 'Draft', 'neutral'],
  ['inquiry', 'Enquiry', 'info'],
  ['sent_to_lender', 'Sent to lender', 'info'],
  ['funding_table_issued', 'Funding table issued', 'progress'],
  ['valuation_ordered', 'Valuation ordered', 'progress'],
  ['more_info_required', 'More information required', 'warn'],
  ['formal_approval', 'Formal approval', 'ok'],
  ['settled', 'Settled', 'ok'],
  ['declined', 'Declined', 'danger'],
  ['withdrawn', 'Withdrawn', 'neutral'],
]
export const stages = STAGES.map(([code, label, tone], position) => ({
  code,
  label,
  tone,
  position,
  terminal: ['declined', 'withdrawn'].includes(code),
}))
export const users = ['admin', 'bd', 'broker', 'client', 'accounts', 'credit'].map((role, at) => ({
  id: `0199a000-0000-7000-8000-00000000000${at}`,
  version: 1,
  email: `${role}@lend.example`,
  name: ['Ada Lindqvist', 'Priya Raman', 'Tom Haddad', 'Mei Chen', 'Noor Aziz', 'Paul Okafor'][at]!,
  role,
  active: at !== 3,
  links:
    role === 'bd'
      ? { bd_id: IDS.bd, branch_id: IDS.branch }
      : role === 'broker'
        ? { broker_id: IDS.broker }
        : {},
}))

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const NAMES = [
  ['Bellbird Developments Pty Ltd'],
  ['John Doe'],
  ['Aisha Silva', 'Liam Smith'],
  ['Kowhai Family Super Fund'],
  ['Noah García'],
  ['Linh van der Berg'],
  ['The Red Gum Unit Trust'],
  ['Arjun Chen'],
  ['Mei Brown'],
  ['Isla Kowalski'],
  ['Kofi Martin'],
  ['Red Gum Property Holdings Pty Ltd'],
]
const TYPES = [
  'acquisition',
  'residential',
  'refinance',
  'smsf',
  'caveat',
  'investment',
  'construction',
  'residential',
  'second_mortgage',
  'equity_release',
  'commercial',
  'other',
]
const AMOUNTS = [
  '3400000.00',
  '500000.00',
  '920000.00',
  '410000.00',
  '125000.50',
  '640000.00',
  '1850000.00',
  '733000.00',
  '280000.00',
  '1250000.00',
  '2100000.00',
  '95000.00',
]

function row(at: number) {
  const stage = stages[[1, 1, 3, 4, 5, 2, 6, 7, 8, 1, 9, 0][at]!]!
  return {
    id: at === 1 ? IDS.app : `0199a000-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`,
    reference_number: `APP-2026-0001${String(at).padStart(2, '0')}`,
    stage: stage.code,
    stage_label: stage.label,
    stage_tone: stage.tone,
    application_type: TYPES[at]!,
    loan_amount: AMOUNTS[at]!,
    loan_term: 12 + at,
    interest_rate: '9.4500',
    purpose: 'Purchase',
    broker: at % 4 ? { id: IDS.broker, name: 'Tom Haddad' } : null,
    bd: at % 3 ? { id: IDS.bd, name: 'Priya Raman' } : null,
    branch: { id: IDS.branch, name: 'Sydney' },
    borrower_names: NAMES[at]!,
    lvr: at === 4 ? null : String(55 + at * 1.7),
    created_at: ago(30 + at * 20),
    updated_at: ago(at * at),
    version: 1,
    days_in_stage: at,
  }
}

const actor = (at: number) => ({ id: users[at]!.id, name: users[at]!.name, role: users[at]!.role })
const address = {
  street: 'Unit 4, 12 Smith Street',
  city: 'Richmond',
  state: 'VIC',
  postal_code: '3121',
  country: 'Australia',
}

/** A deal that was just lodged: no money, no papers, nothing recorded. */
const bare = () => ({
  ...(Object.fromEntries(
    Object.keys(money.records()).map((name) => [name, []]),
  ) as unknown as ReturnType<typeof money.records>),
  documents: [] as ReturnType<typeof money.documents>,
  repayments: [] as ReturnType<typeof money.repayments>,
  fees: [] as ReturnType<typeof money.fees>,
  ledger: [] as ReturnType<typeof money.journals>,
  payments: [] as object[],
  loan: null as ReturnType<typeof money.loan> | null,
  funding: null as ReturnType<typeof money.funding> | null,
})

/** The same deal far along: settled, with a late instalment. */
export function fill(app: ReturnType<typeof application>) {
  const happened = [
    ['money', 'fee_paid', '2500.00', 12],
    ['document', 'Indicative letter APP-2026-000101.pdf', 'indicative_letter', 20],
    ['funding', 'funding table 2', '475080.00', 72],
    ['condition', 'First mortgagee’s consent', null, 48],
    ['decision', 'approve', 'Strong exit, second valuation not needed.', 26],
    ['valuation', '548000.00', 'Meridian Valuers', 200],
  ] as const
  const timeline = happened.map(([kind, title, detail, hours], at) => ({
    id: `t${at}`,
    kind,
    title,
    detail: detail as string | null,
    at: ago(hours),
    actor: actor(1),
  }))
  return Object.assign(app, money.records(), {
    documents: money.documents(),
    repayments: money.repayments(),
    fees: money.fees(),
    ledger: money.journals(),
    loan: money.loan(),
    funding: money.funding(),
    stage: 'settled',
    stage_label: 'Settled',
    stage_tone: 'ok',
    bd_id: IDS.bd,
    bd: db.bdms[0],
    signed_by: 'John Doe',
    signature_date: '2026-03-04',
    uploaded_pdf_path: '/api/documents/d2/content/',
    warnings: [],
    timeline: [...timeline, ...app.timeline].sort((a, b) => b.at.localeCompare(a.at)),
  })
}

function application() {
  const { borrower_names, ...head } = row(1)
  void borrower_names
  return {
    ...head,
    created_by: actor(2),
    application_type_other: null,
    repayment_frequency: 'monthly',
    estimated_settlement_date: '2027-01-12',
    capitalised_interest_months: 3,
    source: 'broker',
    broker: {
      id: IDS.broker,
      version: 1,
      name: 'Tom Haddad',
      company: 'Haddad Finance',
      phone: '+61293034261',
      email: 'tom@haddad.example.com.au',
    },
    bd: null as unknown,
    bd_id: null as string | null,
    broker_id: IDS.broker,
    branch_id: IDS.branch,
    branch: { id: IDS.branch, version: 1, name: 'Sydney' },
    purpose: 'Buy a warehouse for own use.\nTenant in place until 2029.',
    borrowers: [
      {
        id: 'p1',
        version: 1,
        name: 'John Doe',
        first_name: 'John',
        last_name: 'Doe',
        date_of_birth: '1980-01-01',
        email: 'john@example.com',
        phone: '0412345678',
        address,
        marital_status: 'de_facto',
        residency: 'citizen',
        employment: {
          employer: 'Queensland Health',
          role: 'Engineer',
          type: 'full_time',
          since: '2011-07-01',
        },
        income: [{ kind: 'salary', amount: '227000.00', frequency: 'yearly' }],
        assets: [{ kind: 'cash', value: '289000.00' }],
        bank_account: { bsb: 'xxx-xxx', account_number: 'xxxx 9641', account_name: 'John Doe' },
        tags: ['repeat'],
      },
    ],
    companies: [
      {
        id: 'c1',
        version: 0,
        name: 'Bellbird Developments Pty Ltd',
        entity_name: 'Bellbird Developments Pty Ltd',
        entity_type: 'company',
        abn: '72584236975',
        acn: '584236975',
        directors: [{ first_name: 'Hamish', last_name: 'Haddad' }],
        beneficial_owners: [{ name: 'Hamish Haddad', share_percent: '100' }],
      },
    ],
    guarantors: [
      {
        id: 'g1',
        version: 1,
        name: 'Ethan Williams',
        guarantor_type: 'individual',
        liability_cap: '205000.00',
        backs: ['p1'],
        email: 'ethan@example.com.au',
        phone: '0436635621',
      },
    ],
    securities: [
      {
        address,
        property_type: 'commercial',
        estimated_value: '553500.00',
        existing_mortgages: [{ lender: 'Harbour Bank', balance: '416666.00' }],
      },
      {
        address: {
          ...address,
          street: '228 Elizabeth Street',
          city: 'Braddon',
          state: 'ACT',
          postal_code: '2612',
        },
        property_type: 'unit',
        estimated_value: '410000.00',
        existing_mortgages: [],
      },
    ],
    valuer_info: {
      company_name: 'Meridian Valuers',
      contact_name: 'Jo Albright',
      phone: '0398765432',
      email: 'jobs@meridian.example.com.au',
    },
    qs_info: null,
    exit_strategy: { kind: 'refinance', detail: 'Refinance to a bank once leased' },
    solvency: { bankruptcy: false, judgments: null, tax_arrears: false, arrears_on_loans: false },
    notes: [
      {
        id: 'n1',
        version: 1,
        content: 'Broker called: wants an indicative letter this week.',
        created_by: actor(2),
        created_at: ago(5),
        remind_date: '2030-03-04',
        mentions: [],
      },
    ],
    history: [
      {
        id: 'm1',
        from: null as string | null,
        to: 'inquiry',
        at: ago(30),
        actor: actor(2),
        reason: null as string | null,
        note: null as string | null,
        seconds_in_stage: null as number | null,
        undoes: null as string | null,
        undone: false,
      },
    ],
    timeline: [
      {
        id: 'n1',
        kind: 'note',
        at: ago(5),
        actor: actor(2),
        title: 'note',
        detail: 'Broker called: wants an indicative letter this week.' as string | null,
      },
      { id: 'm1', kind: 'stage', at: ago(30), actor: actor(2), title: 'inquiry', detail: null },
    ],
    ...bare(),
    product_id: null as string | null,
    signed_by: null as string | null,
    signature_date: null as string | null,
    uploaded_pdf_path: null as string | null,
    sections: { borrowers: { as_of: ago(0), silent: false } },
    provisioning: { parties: 'done' } as Record<string, string>,
    action_required: [] as object[],
    warnings: [
      {
        pointer: '/securities/0/address/postal_code',
        code: 'postcode',
        detail: '3121 is not a postcode of NSW.',
      },
    ],
  }
}

/** What a deal waits for in these stages; a test may say otherwise in `db.waits`. */
export function actions(app: { stage: string; bd_id: string | null }) {
  const missing = app.bd_id ? [] : [{ code: 'bd', detail: 'Assign a BDM first.' }]
  const out = [
    {
      to: 'declined',
      label: 'Decline',
      direction: 'exit',
      tone: 'danger',
      allowed: true,
      missing: [],
      wants_reason: true,
    },
    {
      to: 'withdrawn',
      label: 'Withdraw',
      direction: 'exit',
      tone: 'neutral',
      allowed: true,
      missing: [],
      wants_reason: true,
    },
  ]
  if (db.waits)
    return [
      {
        to: db.waits.to,
        label: db.waits.label,
        direction: 'forward',
        tone: 'progress',
        allowed: !db.waits.missing.length,
        missing: db.waits.missing,
        wants_reason: false,
      },
      ...out,
    ]
  if (app.stage === 'settled')
    return [
      {
        to: 'discharged',
        label: 'Discharge',
        direction: 'forward',
        tone: 'ok',
        allowed: true,
        missing: [],
        wants_reason: false,
      },
    ]
  if (app.stage !== 'inquiry') return out
  return [
    {
      to: 'sent_to_lender',
      label: 'Send to lender',
      direction: 'forward',
      tone: 'info',
      allowed: !missing.length,
      missing,
      wants_reason: false,
    },
    ...out,
  ]
}

const notification = (at: number, read: boolean) => ({
  id: `0199a000-0000-7000-8000-00000000020${at}`,
  kind: ['application_lodged', 'assigned', 'stage_changed'][at % 3]!,
  title: [
    `New application APP-2026-00010${at}`,
    `APP-2026-00010${at} is yours now`,
    `APP-2026-00010${at} moved to Valuation ordered`,
  ][at % 3]!,
  message: [
    'Tom Haddad lodged it.',
    'Ada Lindqvist assigned it to you.',
    'Priya Raman moved it from Enquiry to Valuation ordered.',
  ][at % 3]!,
  link: `/applications/${IDS.app}`,
  created_at: ago(at * 9),
  read_at: read ? ago(1) : null,
  acknowledged_at: null,
})

const fresh = () => ({
  role: 'admin',
  signedIn: true,
  rows: NAMES.map((_, at) => row(at)),
  app: application(),
  users: structuredClone(users),
  notifications: [0, 1, 2, 3, 4, 5].map((at) => notification(at, at > 2)),
  brokers: [
    {
      id: IDS.broker,
      version: 1,
      name: 'Tom Haddad',
      company: 'Haddad Finance',
      phone: '0293034261',
      email: 'tom@haddad.example.com.au',
      branch_id: IDS.branch,
      bd_ids: [IDS.bd],
      bdms: [{ id: IDS.bd, name: 'Priya Raman' }],
      brokers: [],
    },
  ] as Record<string, unknown>[],
  bdms: [
    {
      id: IDS.bd,
      version: 1,
      name: 'Priya Raman',
      phone: '0412345678',
      email: 'priya@lend.example',
      branch_id: IDS.branch,
      brokers: [{ id: IDS.broker, name: 'Tom Haddad' }],
      bdms: [],
    },
  ] as Record<string, unknown>[],
  branches: [
    {
      id: IDS.branch,
      version: 1,
      name: 'Sydney',
      address: {
        street: '1 George Street',
        city: 'Sydney',
        state: 'NSW',
        postal_code: '2000',
        country: 'Australia',
      },
      bdms: [{ id: IDS.bd, name: 'Priya Raman' }],
      brokers: [],
    },
  ] as Record<string, unknown>[],
  waits: null as { to: string; label: string; missing: { code: string; detail: string }[] } | null,
  preferences: null as ReturnType<typeof preferences> | null,
  posted: [] as { path: string; body: Record<string, unknown>; key: string | null }[],
  lodged: [] as { body: Record<string, unknown>; key: string | null }[],
})
export let db = fresh()
export const reset = () => (db = fresh())
