/** The one open deal, as it was just lodged. */
import { row } from './list.ts'
import type * as files from './files.ts'
import * as money from './money.ts'
import { records } from './records.ts'
import { IDS, actorOf, hoursAgo } from './people.ts'

const address = {
  street: 'Unit 4, 12 Smith Street',
  city: 'Richmond',
  state: 'VIC',
  postal_code: '3121',
  country: 'Australia',
}

/** A deal that was just lodged: no payments, no documents, no records. */
const bare = () => ({
  ...(Object.fromEntries(Object.keys(records()).map((name) => [name, []])) as unknown as ReturnType<
    typeof records
  >),
  documents: [] as ReturnType<typeof files.documents>,
  repayments: [] as ReturnType<typeof money.repayments>,
  fees: [] as ReturnType<typeof money.fees>,
  ledger: [] as ReturnType<typeof money.journals>,
  payments: [] as object[],
  loan: null as ReturnType<typeof money.loan> | null,
  funding: null as ReturnType<typeof money.funding> | null,
})

export function application() {
  const { borrower_names, ...head } = row(1)
  void borrower_names
  return {
    ...head,
    created_by: actorOf(2),
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
        created_by: actorOf(2),
        created_at: hoursAgo(5),
        remind_date: '2030-03-04',
        mentions: [],
      },
    ],
    history: [
      {
        id: 'm1',
        from: null as string | null,
        to: 'inquiry',
        at: hoursAgo(30),
        actor: actorOf(2),
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
        at: hoursAgo(5),
        actor: actorOf(2),
        title: 'note',
        detail: 'Broker called: wants an indicative letter this week.' as string | null,
      },
      {
        id: 'm1',
        kind: 'stage',
        at: hoursAgo(30),
        actor: actorOf(2),
        title: 'inquiry',
        detail: null,
      },
    ],
    ...bare(),
    product_id: null as string | null,
    signed_by: null as string | null,
    signature_date: null as string | null,
    uploaded_pdf_path: null as string | null,
    sections: { borrowers: { as_of: hoursAgo(0), silent: false } },
    provisioning: { parties: 'done' } as Record<string, string>,
    action_required: [] as object[],
    warnings: [
      {
        pointer: '/securities/0/address/postal_code',
        code: 'postcode',
        detail: '3121 isn’t a NSW postcode',
      },
    ],
  }
}
