import { expect, test } from 'vitest'
import { catalogue, humanise } from './words'

const t = catalogue({ hello: 'Good morning, {name}', rows: '{n} rows', rows_one: 'One row' })

test('fills in values and picks the singular', () => {
  expect(t('hello', { name: 'Priya' })).toBe('Good morning, Priya')
  expect(t('rows', { n: 3 })).toBe('3 rows')
  expect(t('rows', { n: 1 })).toBe('One row')
  expect(t('hello')).toBe('Good morning, ')
})

test.each([
  ['de_facto', 'De facto'],
  ['smsf', 'SMSF'],
  ['', '–'],
  [null, '–'],
])('%s reads %s', (code, text) => expect(humanise(code)).toBe(text))
