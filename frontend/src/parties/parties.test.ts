import { expect, test } from 'vitest'
import { db } from '@@/data.ts'
import { open, press, sees, type } from '@@/open.ts'
import { bodyOf } from '@/forms/fields'
import { entryForm } from './entryForm'

test('brokers, BDMs and branches, each with whom they are linked to', async () => {
  await open('/parties')
  await sees('Haddad Finance')
  await sees('Sydney')
  await press('BDMs')
  await sees('priya@lend.example')
  await press('Branches')
  await sees('1 George Street, SYDNEY NSW 2000')
  await type('Search', 'nobody')
  await sees('No results for “nobody”')
})

test('an admin adds a broker', async () => {
  await open('/parties/brokers')
  await press('Add broker')
  await press('Add broker', 'form button')
  await sees('Enter a name')
  await type('Name', 'Sal Nguyen')
  await type(/^Company/, 'Nguyen Finance')
  await press('Add broker', 'form button')
  await sees('Broker added: Sal Nguyen')
  expect(db.brokers[1]).toMatchObject({ name: 'Sal Nguyen', company: 'Nguyen Finance' })
})

test('empty fields are left out', () => {
  const { fields } = entryForm('branches', [])
  const values = { name: ' A ', address: { city: 'B', state: 'VIC', street: '' } }
  expect(bodyOf(fields, values)).toEqual({ name: 'A', address: { city: 'B', state: 'VIC' } })
})
