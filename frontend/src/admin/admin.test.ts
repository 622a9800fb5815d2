import { expect, test, vi } from 'vitest'
import { IDS, db } from '@@/data.ts'
import { open, press, sees, text, type } from '@@/open.ts'

test('a user is deactivated and activated again, but never oneself', async () => {
  await open('/admin/users')
  await press('Deactivate Tom Haddad')
  await sees('Tom Haddad deactivated')
  expect(db.users[2]!.active).toBe(false)
  await press('Undo')
  await vi.waitFor(() => expect(db.users[2]!.active).toBe(true))
  expect(text()).toContain('You')
})

test('a new broker user is linked to a broker', async () => {
  await open('/admin/users')
  await press('Add user')
  await press('Add user', 'form button')
  await sees('Choose a role')
  await type('Name', 'Sal Nguyen')
  await type('Email', 'broker@lend.example')
  await type('Role', 'broker', 1)
  await type(/^Linked to broker/, IDS.broker)
  await type('Temporary password', 'correct horse battery')
  await press('Add user', 'form button')
  await sees('This address has an account.')
  await type('Email', 'sal@lend.example')
  await vi.waitFor(() => expect(text()).toContain('Tom Haddad'))
  await press('Add user', 'form button')
  await sees('Sal Nguyen added as Broker')
  expect(db.users.at(-1)).toMatchObject({ email: 'sal@lend.example', role: 'broker' })
})
