import { expect, test } from 'vitest'
import { Problem } from '@/api/problem'
import { errorsOf, firstErrorOf } from './errors'
import { bodyOf, checkFields, echoOf, shownOf, startOf, type FieldSpec } from './fields'
import { createForm } from './form'
import { problemOf, valueOf, type Kind } from './kinds'
import { put, read, write } from './pointer'

const FIELDS: FieldSpec[] = [
  { at: '/amount', label: 'Amount', as: 'money', required: 'Enter the amount' },
  { at: '/address/city', label: 'Suburb', initial: 'Kew' },
  { at: '/gst', label: 'GST', as: 'tick' },
  { at: '/rate', label: 'Rate', as: 'rate', when: (values) => values.amount !== '' },
]

test('fields start from their initial values, and appear only when they apply', () => {
  const values = startOf(FIELDS)
  expect(values).toEqual({ amount: '', address: { city: 'Kew' }, gst: '', rate: '' })
  expect(shownOf(FIELDS, values).map(({ at }) => at)).not.toContain('/rate')
})

test('what is wrong, by pointer; then the body in the shape of the contract', () => {
  const values = startOf(FIELDS)
  expect(checkFields(FIELDS, values)).toEqual({ '/amount': 'Enter the amount' })
  Object.assign(values, { amount: '1.5k', rate: 'x' })
  expect(Object.keys(checkFields(FIELDS, values))).toEqual(['/rate'])
  values.rate = ''
  expect(bodyOf(FIELDS, values)).toEqual({
    amount: '1500.00',
    address: { city: 'Kew' },
    gst: false,
  })
})

test.each([
  ['money', '750k', '750000.00'],
  ['share', '1.5%', { percent: '1.5' }],
  ['share', '3,300', { amount: '3300.00' }],
  ['months', '12', 12],
  ['date', '4/3/27', '2027-03-04'],
  ['abn', '51 824 753 556', '51824753556'],
  ['bsb', '062 000', '062-000'],
  ['account', '0012 3456', '00123456'],
  ['answer', 'no', false],
  ['tags', 'a, b,', ['a', 'b']],
  ['text', 'as it is', 'as it is'],
] as [Kind, string, unknown][])('%s: %s is sent as %s', (kind, text, value) => {
  expect(problemOf(kind, text)).toBe('')
  expect(valueOf(kind, text)).toEqual(value)
})

test.each(['money', 'share', 'months', 'date', 'rate', 'percent', 'email', 'abn', 'acn'] as Kind[])(
  '%s that cannot be read has a message',
  (kind) => expect(problemOf(kind, 'x%')).not.toBe(''),
)

test('a number echoes what is missing, then whether its format is correct', () => {
  expect(echoOf('acn', '004 085 61')).toEqual({ text: '1 more digit' })
  expect(echoOf('acn', '004 085 616')).toEqual({ text: 'Format correct', tone: 'ok' })
  expect(echoOf('acn', '004 085 617')?.tone).toBe('warn')
})

test('a pointer reads and writes, and never brings back a removed row', () => {
  const model: Record<string, unknown> = { rows: [{ name: 'a' }] }
  write(model, '/rows/0/name', 'b')
  write(model, '/rows/1/name', 'c')
  put(model, '/address/city', 'Kew')
  expect(model).toEqual({ rows: [{ name: 'b' }], address: { city: 'Kew' } })
  expect(read(model, '/rows/1/name')).toBeUndefined()
})

test('a refusal becomes errors by field, else what is missing, else one message', () => {
  const refused = (status: number, body: object) => errorsOf(new Problem(status, body))
  expect(refused(422, { errors: { '/amount': ['Too low.', 'Too odd.'] } })).toEqual({
    '/amount': 'Too low. Too odd.',
  })
  expect(refused(409, { missing: [{ code: 'bd', detail: 'Assign a BDM.' }] })).toEqual({
    '#bd': 'Assign a BDM.',
  })
  expect(firstErrorOf(new Problem(0))).toMatch('recorded twice')
  expect(firstErrorOf(new Problem(412))).toMatch('updated by someone else')
  expect(firstErrorOf(new Problem(409, { code: 'idempotency_key_reused' }))).toMatch('already')
})

test('a form is sent once at a time, and keeps its key until it is reset', async () => {
  const keys: string[] = []
  const form = createForm({
    id: 'x',
    start: () => ({ name: '' }),
    check: ({ name }): Record<string, string> => (name ? {} : { '/name': 'Enter a name' }),
    send: async ({ name }, key) => {
      keys.push(key)
      if (name === 'bad') throw new Problem(422, { errors: { '/name': ['Not this one.'] } })
      return name
    },
    ownerOf: () => 'Borrower 1',
  })
  expect(await form.submit()).toBeNull()
  expect(form.lines.value).toEqual([{ id: 'x-name', text: 'Borrower 1: enter a name' }])
  form.model.name = 'bad'
  expect(await form.submit()).toBeNull()
  expect(form.errors.value).toEqual({ '/name': 'Not this one.' })
  form.model.name = 'good'
  expect(await Promise.all([form.submit(), form.submit()])).toEqual(['good', null])
  expect(new Set(keys).size).toBe(1)
  form.reset()
  expect(form.key.value).not.toBe(keys[0])
  expect(form.model.name).toBe('')
})
