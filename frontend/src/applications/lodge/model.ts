/** What is typed, in the shape of the contract but as text: nothing is converted before it is sent. */

export interface TypedAddress {
  street: string
  city: string
  state: string
  postal_code: string
  country: string
}
export interface TypedRow {
  [field: string]: string
}
export interface TypedPerson {
  /** What the body calls this party by, so that a guarantor can name it. */
  ref: string
  first_name: string
  last_name: string
  date_of_birth: string
  email: string
  phone: string
  address: TypedAddress
  has_mailing: string
  mailing_address: TypedAddress
  marital_status: string
  residency: string
  referral_source: string
  tags: string
  tax_id: string
  employment: TypedRow
  income: TypedRow[]
  expenses: TypedRow[]
  assets: TypedRow[]
  liabilities: TypedRow[]
  bank_account: TypedRow
}
export interface TypedCompany {
  ref: string
  entity_name: string
  entity_type: string
  abn: string
  acn: string
  trustee_name: string
  email: string
  phone: string
  address: TypedAddress
  directors: TypedRow[]
  beneficial_owners: TypedRow[]
}
/** A guarantor has the fields of a person and of a company; only those of its type are sent. */
export interface TypedGuarantor extends TypedPerson, Omit<TypedCompany, keyof TypedPerson> {
  guarantor_type: string
  liability_cap: string
  /** `all`, or `some`: then `backs` holds their refs. */
  backs_who: string
  backs: string[]
}
export interface TypedSecurity {
  address: TypedAddress
  property_type: string
  estimated_value: string
  description: string
  title_reference: string
  existing_mortgages: TypedRow[]
}

/** A file that is uploaded already; it is attached when the application is lodged. */
export interface TypedDocument {
  upload_id: string
  type: string
  name: string
  size: string
}

export interface Typed {
  application_type: string
  application_type_other: string
  loan_amount: string
  loan_term: string
  interest_rate: string
  repayment_frequency: string
  purpose: string
  estimated_settlement_date: string
  capitalised_interest_months: string
  source: string
  broker_id: string
  bd_id: string
  branch_id: string
  borrowers: TypedPerson[]
  companies: TypedCompany[]
  guarantors: TypedGuarantor[]
  securities: TypedSecurity[]
  valuer_info: TypedRow
  qs_info: TypedRow
  solvency: TypedRow
  exit_strategy: TypedRow
  notes: TypedRow[]
  fees: TypedRow[]
  documents: TypedDocument[]
}

const address = (): TypedAddress => ({
  street: '',
  city: '',
  state: '',
  postal_code: '',
  country: 'Australia',
})
const newRef = () => `party-${crypto.randomUUID().slice(0, 8)}`
const expert = () => ({ company_name: '', contact_name: '', phone: '', email: '' })

export const blank = {
  borrowers: (): TypedPerson => ({
    ref: newRef(),
    first_name: '',
    last_name: '',
    date_of_birth: '',
    email: '',
    phone: '',
    address: address(),
    has_mailing: '',
    mailing_address: address(),
    marital_status: '',
    residency: '',
    referral_source: '',
    tags: '',
    tax_id: '',
    employment: { employer: '', role: '', type: '', since: '' },
    income: [],
    expenses: [],
    assets: [],
    liabilities: [],
    bank_account: { bsb: '', account_number: '', account_name: '' },
  }),
  companies: (): TypedCompany => ({
    ref: newRef(),
    entity_name: '',
    entity_type: 'company',
    abn: '',
    acn: '',
    trustee_name: '',
    email: '',
    phone: '',
    address: address(),
    directors: [blank.directors()],
    beneficial_owners: [],
  }),
  guarantors: (): TypedGuarantor => ({
    ...blank.borrowers(),
    ...blank.companies(),
    guarantor_type: 'individual',
    liability_cap: '',
    backs_who: 'all',
    backs: [],
  }),
  securities: (): TypedSecurity => ({
    address: address(),
    property_type: '',
    estimated_value: '',
    description: '',
    title_reference: '',
    existing_mortgages: [],
  }),
  directors: (): TypedRow => ({ first_name: '', last_name: '', date_of_birth: '', email: '' }),
  beneficial_owners: (): TypedRow => ({ name: '', share_percent: '' }),
  existing_mortgages: (): TypedRow => ({ lender: '', balance: '' }),
  income: (): TypedRow => ({ kind: 'salary', amount: '', frequency: 'yearly' }),
  expenses: (): TypedRow => ({ kind: 'living', amount: '', frequency: 'monthly' }),
  assets: (): TypedRow => ({ kind: 'real_estate', description: '', value: '' }),
  liabilities: (): TypedRow => ({ kind: 'mortgage', description: '', balance: '', repayment: '' }),
  fees: (): TypedRow => ({ type: '', amount: '' }),
  documents: (): TypedDocument => ({ upload_id: '', type: 'other', name: '', size: '' }),
}
export type Many = keyof typeof blank

export const empty = (): Typed => ({
  application_type: '',
  application_type_other: '',
  loan_amount: '',
  loan_term: '',
  interest_rate: '',
  repayment_frequency: 'monthly',
  purpose: '',
  estimated_settlement_date: '',
  capitalised_interest_months: '',
  source: '',
  broker_id: '',
  bd_id: '',
  branch_id: '',
  borrowers: [blank.borrowers()],
  companies: [],
  guarantors: [],
  securities: [blank.securities()],
  valuer_info: expert(),
  qs_info: expert(),
  solvency: { bankruptcy: '', judgments: '', tax_arrears: '', arrears_on_loans: '' },
  exit_strategy: { kind: '', detail: '' },
  notes: [{ content: '', remind_date: '' }],
  fees: [],
  documents: [],
})

/** A draft may be older than this form, and lacks what is never stored: blanks fill the gaps. */
export function restored(draft: Partial<Typed>): Typed {
  return fill(empty(), draft) as Typed
}

/** The draft's values in the shape of the base; a list's rows in the shape of its blank. */
function fill(base: unknown, draft: unknown, name = ''): unknown {
  if (draft === undefined || draft === null) return base
  if (Array.isArray(base))
    return Array.isArray(draft) ? draft.map((row) => fillRow(base, row, name)) : base
  if (typeof base !== 'object' || base === null) return typeof draft === typeof base ? draft : base
  const values = draft as Record<string, unknown>
  const filled = Object.entries(base).map(([key, value]) => [key, fill(value, values[key], key)])
  return { ...values, ...Object.fromEntries(filled) }
}

function fillRow(rows: unknown[], draft: unknown, name: string): unknown {
  if (typeof draft === 'string') return draft
  const blankRow = (blank as Record<string, () => unknown>)[name]
  return fill(blankRow?.() ?? rows[0] ?? {}, draft)
}
