import { readFileSync, readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { find, open, press, sees, text, type } from '@@/open.ts'
import { router } from '@/router'
import { dropBlankRows, isBlank, toBody } from './body'
import { check } from './checks'
import { blank, empty, restored, type Typed } from './model'
import { fieldId, read, write } from './pointer'

async function minimal() {
  await type('Application type', 'residential')
  await type('Loan amount', '500k')
  await type('Term', '30')
  await type('First name', 'John')
  await type('Last name', 'Doe')
}

test('a broker lodges the least there is to lodge', async () => {
  await open('/applications/new', 'broker')
  await minimal()
  await sees(/\$500,000\.00/)
  expect(text()).toContain('2 years 6 months')
  expect(text()).not.toContain('Through a broker')
  await press('Lodge application')
  await sees('is lodged.')
  expect(db.lodged[0]!.body).toEqual({
    stage: 'inquiry',
    application_type: 'residential',
    loan_amount: '500000.00',
    loan_term: 30,
    repayment_frequency: 'monthly',
    borrowers: [{ first_name: 'John', last_name: 'Doe' }],
  })
  expect(db.lodged[0]!.key).toMatch(/^[0-9a-f-]{36}$/)
  expect(Object.keys(sessionStorage).filter((name) => name.startsWith('lend.'))).toEqual([])
})

test('all errors at once, each a link to its field', async () => {
  await open('/applications/new', 'broker')
  await press('Lodge application')
  await sees('There is a problem')
  const links = [...document.querySelectorAll('[role=alert] a')].map((link) => link.textContent)
  expect(links).toEqual([
    'Choose the application type',
    'Enter the loan amount',
    'Enter the term in months',
    'Enter the first name',
    'Enter the last name',
  ])
  expect(document.activeElement?.getAttribute('role')).toBe('alert')
  await press('Enter the loan amount')
  expect(document.activeElement?.id).toBe('f-loan_amount')
  expect(document.title).toMatch(/^(\(\d+\) )?Error: /)
})

test('what the server refuses stands at its field, and a second press sends the same key', async () => {
  await open('/applications/new', 'broker')
  await minimal()
  await type(/^Purpose/, 'refuse me')
  const button = await find('button', 'Lodge application')
  button.click()
  button.click()
  await sees('This address does not exist.')
  expect(db.lodged).toHaveLength(1)
  await type(/^Purpose/, 'Purchase')
  button.click()
  await sees('is lodged.')
  expect(db.lodged[1]!.key).toBe(db.lodged[0]!.key)
})

test('a reload loses nothing but what must not be kept', async () => {
  const page = await open('/applications/new', 'broker')
  await minimal()
  await type(/^Tax file number/, '123456782')
  await new Promise((done) => setTimeout(done, 350))
  page.unmount()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('123456782')
  await open('/applications/new', 'broker')
  await sees('What you typed earlier is here again')
  expect((document.getElementById('f-borrowers-0-first_name') as HTMLInputElement).value).toBe(
    'John',
  )
  await press('Start over')
  await vi.waitFor(() =>
    expect((document.getElementById('f-borrowers-0-first_name') as HTMLInputElement).value).toBe(
      '',
    ),
  )
})

test('companies, guarantors and rows come and go; numbers are checked while typed', async () => {
  await open('/applications/new', 'admin')
  await press('Add company or trust')
  await type('ACN', '004 085 61')
  await sees('1 more digit')
  await type('ACN', '004 085 616')
  await sees('Format correct')
  await type(/^ABN/, '51 824 753 556')
  await sees('An ABN normally ends in')
  await type(/^ABN/, '51 824 753 557')
  await sees('The check digits do not fit')
  await press('Add guarantor')
  await press('Add mortgage')
  await press('Remove Company 1')
  await vi.waitFor(() => expect(text()).not.toContain('Company 1'))
  await type(/^Estimated value/, '1m')
  await type('Loan amount', '650k')
  await sees('65.0%')
  await router.push('/applications')
})

test('pointers reach every field', () => {
  const model = empty()
  write(model, '/borrowers/0/address/city', 'Richmond')
  expect(read(model, '/borrowers/0/address/city')).toBe('Richmond')
  expect(read(model, '/nobody/0/x')).toBeUndefined()
  expect(fieldId('/borrowers/0/email')).toBe('f-borrowers-0-email')
})

test('blank rows go, so that pointers mean the same on both sides', () => {
  const model = empty()
  model.borrowers = [blank.borrowers(), { ...blank.borrowers(), first_name: 'John' }]
  model.borrowers[1]!.income.push(blank.income())
  dropBlankRows(model)
  expect(model.borrowers).toHaveLength(1)
  expect(model.borrowers[0]!.income).toHaveLength(0)
  expect(isBlank(blank.guarantors())).toBe(true)
})

test.each([
  ['/loan_amount', 'lots', 'Enter an amount'],
  ['/borrowers/0/date_of_birth', '31/2/2000', 'Enter a date'],
  ['/loan_term', '1.5', 'Enter whole months'],
  ['/interest_rate', 'ten', 'Enter a rate'],
  ['/borrowers/0/email', 'nobody', 'Enter an email'],
  ['/borrowers/0/bank_account/bsb', '12', 'A BSB has six digits'],
  ['/companies/0/acn', '004085617', 'This is not an ACN'],
  ['/companies/0/abn', '1', 'This is not an ABN'],
  ['/fees/0/type', '', 'Choose the kind'],
])('%s "%s" is refused', (at, value, words) => {
  const model = empty()
  model.companies = [blank.companies()]
  model.fees = [blank.fees()]
  write(model, at, value)
  expect(check(model)[at]).toMatch(words)
})

test('an exit of which only the kind is chosen is sent', () => {
  const model = empty()
  expect(toBody(model).exit_strategy).toBeUndefined()
  model.exit_strategy.kind = 'sale'
  expect(toBody(model).exit_strategy).toEqual({ kind: 'sale' })
})

test('what another choice has hidden is neither checked nor sent', () => {
  const model = empty()
  Object.assign(model, {
    application_type: 'residential',
    application_type_other: 'A tunnel',
    source: 'direct',
    broker_id: 'b1',
    loan_amount: '1m',
    loan_term: '12',
  })
  Object.assign(model.borrowers[0]!, { first_name: 'John', last_name: 'Doe' })
  model.companies = [
    { ...blank.companies(), entity_name: 'Red Gum', acn: '004085616', trustee_name: 'Old Trustee' },
  ]
  model.guarantors = [
    {
      ...blank.guarantors(),
      first_name: 'Ann',
      last_name: 'Lee',
      abn: '12',
      acn: '3',
      directors: [{ ...blank.directors(), email: 'nobody' }],
    },
    {
      ...blank.guarantors(),
      guarantor_type: 'company',
      entity_name: 'Blue Gum',
      acn: '004085616',
      date_of_birth: 'long ago',
      bank_account: { bsb: '1', account_number: '', account_name: '' },
    },
    { ...blank.guarantors(), entity_name: 'typed before “a person” was chosen' },
  ]
  expect(check(model)).toMatchObject({ '/guarantors/2/first_name': expect.any(String) })
  dropBlankRows(model)
  expect(check(model)).toEqual({})
  const body = toBody(model)
  expect(body).not.toHaveProperty('application_type_other')
  expect(body).not.toHaveProperty('broker_id')
  expect(body.companies![0]).not.toHaveProperty('trustee_name')
  expect(body.guarantors).toEqual(
    [
      { guarantor_type: 'individual', first_name: 'Ann', last_name: 'Lee', address: undefined },
      {
        guarantor_type: 'company',
        entity_name: 'Blue Gum',
        entity_type: 'company',
        acn: '004085616',
      },
    ].map((one) => JSON.parse(JSON.stringify(one))),
  )
})

test('a guarantor backs all, or those that are ticked', async () => {
  await open('/applications/new', 'admin')
  await minimal()
  await press('Add guarantor')
  await sees('Guarantees everybody who borrows')
  await press('Add company or trust')
  await type('Entity name', 'Red Gum Pty Ltd')
  await type('ACN', '004 085 616')
  await press('Only some of them', 'label')
  await press('Red Gum Pty Ltd', 'label')
  await type('First name', 'Ethan', 2)
  await type('Last name', 'Williams', 2)
  await press('Lodge application')
  await sees('is lodged.')
  const { borrowers, companies, guarantors } = db.lodged[0]!.body as Record<
    string,
    Record<string, unknown>[]
  >
  expect(guarantors![0]!.backs).toEqual([companies![0]!.ref])
  expect(companies![0]!.ref).toMatch(/^party-/)
  expect(borrowers![0]).not.toHaveProperty('ref')
})

test('a guarantor who backs some must say whom; one who is gone is nobody', () => {
  const model = empty()
  model.guarantors = [
    {
      ...blank.guarantors(),
      first_name: 'A',
      last_name: 'B',
      backs_who: 'some',
      backs: ['party-gone'],
    },
  ]
  expect(check(model)['/guarantors/0/backs']).toMatch('whom')
})

/** The contract's samples as somebody would type them, and back. */
const SAMPLES = `${process.cwd()}/../tests/samples/`
const kept = new Set([
  'address',
  'mailing_address',
  'employment',
  'bank_account',
  'valuer_info',
  'qs_info',
  'solvency',
  'exit_strategy',
])

function typed(value: unknown, name = ''): unknown {
  if (Array.isArray(value))
    return name === 'tags' ? value.join(', ') : value.map((one) => typed(one))
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, one]) => [key, typed(one, key)])
        .concat('mailing_address' in value && value.mailing_address ? [['has_mailing', 'yes']] : [])
        .concat('backs' in value ? [['backs_who', 'some']] : []),
    )
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === null ? (kept.has(name) ? undefined : '') : String(value)
}

function plain(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.length ? value.map((one) => plain(one)) : undefined
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, one]) => [key, plain(one, key)])
        .filter(([, one]) => one !== undefined),
    )
  if (value === null || value === '') return undefined
  return name === 'loan_amount'
    ? `${Number(value)}.00`
    : name === 'interest_rate'
      ? String(value)
      : value
}

test.each(readdirSync(SAMPLES).filter((name) => name.endsWith('.json')))(
  '%s can be typed',
  (name) => {
    const sample = JSON.parse(readFileSync(SAMPLES + name, 'utf8')) as Record<string, unknown>
    const model = { ...empty(), ...(restored(typed(sample) as Partial<Typed>) as object) } as Typed
    dropBlankRows(model)
    expect(check(model)).toEqual({})
    expect(plain(toBody(model))).toEqual({ ...(plain(sample) as object), stage: 'inquiry' })
  },
)
