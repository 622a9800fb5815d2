import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MATRIX } from './permissions'

/** The server's own table, read from its source: what a page offers is what the server allows. */
const source = readFileSync(`${process.cwd()}/../shared/lendkit/contracts/permissions.py`, 'utf8')
const STAFF = ['admin', 'bd', 'credit', 'accounts']
const EVERYBODY = [...STAFF, 'broker', 'client']

function rolesOf(text: string): string[] {
  const named = [...text.matchAll(/"(\w+)"/g)].map(([, role]) => role!)
  if (text.includes(' - ')) return EVERYBODY.filter((role) => !named.includes(role))
  return [
    ...(text.includes('EVERYBODY') ? EVERYBODY : text.includes('STAFF') ? STAFF : []),
    ...named,
  ]
}
const server = Object.fromEntries(
  [...source.matchAll(/^ {4}"([\w.]+)": (.+),$/gm)].map(([, name, text]) => [
    name!,
    rolesOf(text!),
  ]),
)

/** Where the page offers less than the server: it has no form for a client's draft, and none to assign for others. */
const NARROWER = new Set(['applications.lodge', 'applications.edit'])

test.each(Object.entries(MATRIX).filter(([name]) => name in server))('%s', (name, roles) => {
  if (NARROWER.has(name)) for (const role of roles) expect(server[name]).toContain(role)
  else expect([...roles].sort()).toEqual([...server[name]!].sort())
})
test('every permission but one’s own words is the server’s', () =>
  expect(Object.keys(MATRIX).filter((name) => !(name in server))).toEqual(['applications.assign']))
