import { expect, test } from 'vitest'
import { db } from '@@/data.ts'
import { open, press, sees, type } from '@@/open.ts'
import { bodyOf } from './adding'

test('brokers, BDMs and branches, each with who belongs to them', async () => {
  await open('/parties')
  await sees('Haddad Finance')
  await sees('Sydney')
  await press('BDMs')
  await sees('priya@lend.example')
  await press('Branches')
  await sees('1 George Street, SYDNEY NSW 2000')
  await type('Search', 'nobody')
  await sees('Nobody matches “nobody”')
})

test('an admin adds a broker', async () => {
  await open('/parties/brokers')
  await press('Add broker')
  await press('Add broker', 'form button')
  await sees('Enter the name')
  await type('Name', 'Sal Nguyen')
  await type(/^Company/, 'Nguyen Finance')
  await press('Add broker', 'form button')
  await sees('Sal Nguyen was added.')
  expect(db.brokers[1]).toMatchObject({ name: 'Sal Nguyen', company: 'Nguyen Finance' })
})

test('what is empty is left out', () =>
  expect(
    bodyOf({ '/name': ' A ', '/phone': '', '/address/city': 'B', '/address/state': 'VIC' }),
  ).toEqual({ name: 'A', address: { city: 'B', state: 'VIC' } }))
