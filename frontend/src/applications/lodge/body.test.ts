import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fieldId, read, write } from '@/forms/pointer'
import { dropBlankRows, isBlank } from './blanks'
import { toBody } from './body'
import { check } from './checks'
import { blank, empty, restored, type Typed } from './model'

test('pointers reach every field', () => {
  const model = empty()
  write(model, '/borrowers/0/address/city', 'Richmond')
  expect(read(model, '/borrowers/0/address/city')).toBe('Richmond')
  expect(read(model, '/missing/0/x')).toBeUndefined()
  expect(fieldId('f', '/borrowers/0/email')).toBe('f-borrowers-0-email')
})

test('blank rows are dropped, so that pointers mean the same on the server', () => {
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
  ['/borrowers/0/bank_account/bsb', '12', 'Enter a 6-digit BSB'],
  ['/companies/0/acn', '004085617', 'This ACN isn’t valid'],
  ['/companies/0/abn', '1', 'This ABN isn’t valid'],
  ['/fees/0/type', '', 'Choose a fee'],
])('%s "%s" is refused', (at, value, words) => {
  const model = empty()
  model.companies = [blank.companies()]
  model.fees = [blank.fees()]
  write(model, at, value)
  expect(check(model)[at]).toMatch(words)
})

test('an exit strategy without details is sent', () => {
  const model = empty()
  expect(toBody(model).exit_strategy).toBeUndefined()
  model.exit_strategy.kind = 'sale'
  expect(toBody(model).exit_strategy).toEqual({ kind: 'sale' })
})

test('what another choice hides is neither checked nor sent', () => {
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
    { ...blank.guarantors(), entity_name: 'typed before “individual” was chosen' },
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
    ].map((guarantor) => JSON.parse(JSON.stringify(guarantor))),
  )
})

test('a guarantor of selected borrowers needs at least one that is still there', () => {
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
  expect(check(model)['/guarantors/0/backs']).toMatch('Choose which borrowers')
})

/** The contract's samples as somebody would type them, and back. */
const SAMPLES = `${process.cwd()}/../tests/samples/`
/** Objects that the form always has: without a value its blank stays. */
const ALWAYS = new Set([
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
    return name === 'tags' ? value.join(', ') : value.map((row) => typed(row))
  if (value && typeof value === 'object') {
    const fields = Object.entries(value).map(([key, field]) => [key, typed(field, key)])
    const mailing = 'mailing_address' in value && value.mailing_address
    return Object.fromEntries([
      ...fields,
      ...(mailing ? [['has_mailing', 'yes']] : []),
      ...('backs' in value ? [['backs_who', 'some']] : []),
    ])
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === null) return ALWAYS.has(name) ? undefined : ''
  return String(value)
}

function plain(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.length ? value.map((row) => plain(row)) : undefined
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, field]) => [key, plain(field, key)])
        .filter(([, field]) => field !== undefined),
    )
  if (value === null || value === '') return undefined
  if (name === 'loan_amount') return `${Number(value)}.00`
  return name === 'interest_rate' ? String(value) : value
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
