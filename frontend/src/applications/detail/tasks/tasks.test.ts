import { expect, test, vi } from 'vitest'
import { IDS, db, fill } from '@@/data.ts'
import { find, key, open, press, sees, text, type } from '@@/open.ts'
import type { Application, Missing } from '@/api/types'
import { may } from '@/session/permissions'
import type { Role } from '@/api/types'
import { isIncomplete, partyBody } from './partyForm'
import { clearsItself, offersFor } from './tasks'

const at = `/applications/${IDS.app}`
const wait = (...codes: string[]) =>
  (db.waits = {
    to: 'valuation_ordered',
    label: 'Order valuation',
    missing: codes.map((code) => ({ code, detail: `Wanted: ${code}.` })),
  })
const posted = (path: string) => db.posted.find((request) => request.path.endsWith(path))
const labels = (code: string, role: Role, me?: string) =>
  offersFor(
    { code, detail: '' } as Missing,
    db.app as unknown as Application,
    (permission) => may(role, permission),
    me,
  ).map(({ label }) => label)

test('what blocks a stage is dealt with on the spot', async () => {
  wait('privacy_consent', 'finance_pending')
  await open(at, 'bd')
  await sees('Wanted: privacy_consent.')
  expect(text()).toContain('This updates automatically.')
  await press('Record privacy consent')
  await press('Record consent', '[role=dialog] button')
  await sees('Privacy consent recorded')
  expect(posted('/consents/')).toMatchObject({
    body: { kind: 'privacy', given_on: expect.stringMatching(/^\d{4}-/) },
    key: expect.any(String),
  })
})

test('each solvency question can stay unanswered', async () => {
  wait('solvency')
  await open(at, 'bd')
  await press('Answer solvency questions')
  await press('Yes', '[role=dialog] fieldset:nth-of-type(2) label')
  await press('Save', '[role=dialog] button')
  await sees('Solvency answers saved')
  expect(db.app.solvency).toMatchObject({ bankruptcy: false, tax_arrears: false })
})

test('the funding table is calculated as it is typed, and saved as a version', async () => {
  wait('funding_calculation')
  await open(at, 'credit')
  await press('Calculate funding table')
  await sees('Net advance')
  await type('Establishment', '1.5%')
  await sees('$492,500.00')
  await type('Legal', '600k')
  await sees(/Deductions exceed the loan by \$107,500\.00/)
  await type('Legal', '3,300')
  await press('Save version')
  await sees('Funding table version 1 saved: net advance $489,200.00')
  expect(posted('/funding/')).toMatchObject({
    body: { application_id: IDS.app, save: true, loan_amount: '500000.00' },
    key: expect.any(String),
  })
})

test('a refused stage opens the list of what is missing', async () => {
  Object.assign(db.app, { bd_id: IDS.bd, bd: db.bdms[0] })
  await open(at, 'bd')
  await find('button', 'Send to lender')
  Object.assign(db.app, { bd_id: null })
  await press('Send to lender')
  await sees('Assign a BDM first.')
  await find('[role=dialog] button', 'Assign BDM')
})

test('settling is confirmed first', async () => {
  db.waits = { to: 'settled', label: 'Settle', missing: [] }
  await open(at)
  await press('Settle')
  await sees('This can’t be undone.')
})

test('a party is completed where something is missing', async () => {
  wait('parties_incomplete')
  await open(at, 'bd')
  await press('Complete details for Ethan Williams')
  await type(/^Date of birth/, '1/2/1981')
  await type(/^Street address/, '1 High St')
  await type('First name', 'Ethan')
  await type('Last name', 'Williams')
  await press('Save', '[role=dialog] button')
  await sees('Ethan Williams saved')
  expect(db.app.guarantors[0]).toMatchObject({
    date_of_birth: '1981-02-01',
    address: { street: '1 High St', country: 'Australia' },
  })
})

test('the checklist: a condition is satisfied with its evidence, and reopened', async () => {
  fill(db.app)
  await open(`${at}/checklist`, 'bd')
  await sees('1 of 2 satisfied')
  await press('Mark satisfied: First mortgagee’s consent')
  await type(/^Evidence/, 'Email of the bank')
  await press('Mark satisfied', '[role=dialog] button')
  await sees('2 of 2 satisfied')
  await press('Reopen')
  await sees('1 of 2 satisfied')
  await press('Request information')
  await press('Request information', '[role=dialog] button')
  await sees('Enter what you need')
  await type('What do you need?', 'Rates notice')
  await press('Request information', '[role=dialog] button')
  await sees('Requested: Rates notice')
})

test('a client sees the checklist without valuations and decisions', async () => {
  fill(db.app)
  await open(`${at}/checklist`, 'client')
  await sees('Settlement conditions')
  for (const secret of ['Valuations', 'Decisions', 'Add condition', 'Mark satisfied'])
    expect(text()).not.toContain(secret)
})

test('the activity feed, by day and by kind', async () => {
  fill(db.app)
  await open(`${at}/history`)
  await sees('Funding table saved: net advance $475,080.00')
  await press(/^Payments and fees/)
  await vi.waitFor(() => expect(document.querySelectorAll('ol li')).toHaveLength(2))
  expect(text()).toContain('Fee paid: $2,500.00')
  key('4')
  await sees('5 documents')
})

test.each([
  ['broker', 'admin', ['Assign broker', 'Mark as direct enquiry']],
  ['signed_copy', 'broker', ['Upload signed letter']],
  ['commitment_fee', 'bd', []],
  ['commitment_fee', 'accounts', ['Add commitment fee']],
  ['approval', 'bd', []],
  ['approval', 'credit', ['Approve or decline']],
  ['loan_documents', 'admin', ['Upload loan documents']],
  ['signatures', 'client', ['Upload signed documents']],
  ['unheard_of', 'admin', []],
  ['valuer', 'bd', ['Add valuer']],
  ['legal_advice', 'credit', ['Record legal advice']],
] as [string, Role, string[]][])('%s, seen by %s: %s', (code, role, offers) =>
  expect(labels(code, role)).toEqual(offers),
)

test('no one decides about their own application; an unpaid fee is paid, not added again', () => {
  expect(labels('approval', 'admin', db.app.created_by.id)).toEqual([])
  fill(db.app)
  db.app.fees[0]!.status = 'waiting'
  expect(labels('commitment_fee', 'admin')).toEqual(['Record commitment fee payment'])
  expect(labels('requirements', 'bd')).toEqual(['Resolve: Two latest payslips'])
  expect(labels('conditions', 'bd')).toEqual(['Mark satisfied: First mortgagee’s consent'])
  expect(clearsItself('parties_pending')).toBe(true)
})

test('what is missing of a party', () => {
  const address = { street: '1 High St' }
  expect(isIncomplete({ email: 'a@b.c', address, date_of_birth: '1980-01-01' } as never)).toBe(
    false,
  )
  expect(isIncomplete({ email: 'a@b.c', address } as never)).toBe(true)
  expect(
    isIncomplete({
      entity_name: 'X',
      phone: '1',
      address,
      acn: '004085616',
      directors: [{}],
    } as never),
  ).toBe(false)
  expect(
    isIncomplete({
      entity_name: 'X',
      entity_type: 'trust',
      phone: '1',
      address,
      directors: [{}],
    } as never),
  ).toBe(true)
  expect(
    partyBody({ entity_name: 'X', acn: '004085616', director: { first_name: 'Ann' } }),
  ).toEqual({
    entity_name: 'X',
    acn: '004085616',
    directors: [{ first_name: 'Ann', last_name: '' }],
  })
})
