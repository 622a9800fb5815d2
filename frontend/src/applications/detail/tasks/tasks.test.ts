import { expect, test, vi } from 'vitest'
import { IDS, db, fill } from '@@/data.ts'
import { find, key, open, press, sees, text, type } from '@@/open.ts'
import type { Application, Missing } from '@/api/types'
import { may } from '@/session/permissions'
import type { Role } from '@/api/types'
import { isIncomplete, partyBody } from './party'
import { clearsItself, offersFor } from './tasks'

const at = `/applications/${IDS.app}`
const wait = (...codes: string[]) =>
  (db.waits = {
    to: 'valuation_ordered',
    label: 'Order valuation',
    missing: codes.map((code) => ({ code, detail: `Wanted: ${code}.` })),
  })
const posted = (path: string) => db.posted.find((one) => one.path.endsWith(path))
const labels = (code: string, role: Role, me?: string) =>
  offersFor(
    { code, detail: '' } as Missing,
    db.app as unknown as Application,
    (permission) => may(role, permission),
    me,
  ).map((one) => one.label)

test('what a move waits for is settled on the spot', async () => {
  wait('privacy_consent', 'finance_pending')
  await open(at, 'bd')
  await sees('Wanted: privacy_consent.')
  expect(text()).toContain('This goes on by itself.')
  await press('Record the privacy consent')
  await press('Record', '[role=dialog] button')
  await sees('Recorded.')
  expect(posted('/consents/')).toMatchObject({
    body: { kind: 'privacy', given_on: expect.stringMatching(/^\d{4}-/) },
    key: expect.any(String),
  })
})

test('each question of solvency can stay open', async () => {
  wait('solvency')
  await open(at, 'bd')
  await press('Answer the solvency questions')
  await press('Yes', '[role=dialog] fieldset:nth-of-type(2) label')
  await press('Save', '[role=dialog] button')
  await sees('Recorded.')
  expect(db.app.solvency).toMatchObject({ bankruptcy: false, tax_arrears: false })
})

test('the funding table is calculated as it is typed, and saved as a version', async () => {
  wait('funding_calculation')
  await open(at, 'credit')
  await press('Calculate the funding table')
  await sees('Net to the client')
  await type('Establishment', '1.5%')
  await sees('$492,500.00')
  await type('Legal', '600k')
  await sees(/The deductions are \$107,500\.00 more than the loan/)
  await type('Legal', '3,300')
  await press('Save version')
  await sees('Version 1 is saved: $489,200.00 to the client.')
  expect(posted('/funding/')).toMatchObject({
    body: { application_id: IDS.app, save: true, loan_amount: '500000.00' },
    key: expect.any(String),
  })
})

test('a refused move opens the list of what it lacks', async () => {
  Object.assign(db.app, { bd_id: IDS.bd, bd: db.bdms[0] })
  await open(at, 'bd')
  await find('button', 'Send to lender')
  Object.assign(db.app, { bd_id: null })
  await press('Send to lender')
  await sees('Assign a BDM first.')
  await find('[role=dialog] button', 'Assign a BDM')
})

test('settling asks twice', async () => {
  db.waits = { to: 'settled', label: 'Settle', missing: [] }
  await open(at)
  await press('Settle')
  await sees('This cannot be taken back.')
})

test('a party is completed where it is missing something', async () => {
  wait('parties_incomplete')
  await open(at, 'bd')
  await press('Complete Ethan Williams')
  await type(/^Date of birth/, '1/2/1981')
  await type(/^Street address/, '1 High St')
  await type('First name', 'Ethan')
  await type('Last name', 'Williams')
  await press('Save', '[role=dialog] button')
  await sees('Recorded.')
  expect(db.app.guarantors[0]).toMatchObject({
    date_of_birth: '1981-02-01',
    address: { street: '1 High St', country: 'Australia' },
  })
})

test('the checklist: a condition is met with its evidence, and opened again', async () => {
  fill(db.app)
  await open(`${at}/checklist`, 'bd')
  await sees('1 of 2 met')
  await press('Mark met: First mortgagee’s consent')
  await type(/^Evidence/, 'Email of the bank')
  await press('Mark met', '[role=dialog] button')
  await sees('2 of 2 met')
  await press('Not met after all')
  await sees('1 of 2 met')
  await press('Ask for something')
  await press('Add to the list')
  await sees('Say what is needed')
  await type('What', 'Rates notice')
  await press('Add to the list')
  await sees('Rates notice')
})

test('a client sees the checklist without the house’s own papers', async () => {
  fill(db.app)
  await open(`${at}/checklist`, 'client')
  await sees('Settlement conditions')
  for (const secret of ['Valuations', 'Decisions', 'Add condition', 'Mark met'])
    expect(text()).not.toContain(secret)
})

test('one feed, by day and by kind', async () => {
  fill(db.app)
  await open(`${at}/history`)
  await sees('Funding table saved, $475,080.00 to the client')
  await press(/^Money/)
  await vi.waitFor(() => expect(document.querySelectorAll('ol li')).toHaveLength(2))
  expect(text()).toContain('Fee paid, $2,500.00')
  key('4')
  await sees('5 documents')
})

test.each([
  ['broker', 'admin', ['Assign', 'It is a direct enquiry']],
  ['signed_copy', 'broker', ['Upload the signed letter']],
  ['commitment_fee', 'bd', []],
  ['commitment_fee', 'accounts', ['Charge the commitment fee']],
  ['approval', 'bd', []],
  ['approval', 'credit', ['Decide']],
  ['loan_documents', 'admin', ['Upload the loan documents']],
  ['signatures', 'client', ['Upload signed documents']],
  ['unheard_of', 'admin', []],
  ['valuer', 'bd', ['Name the valuer']],
  ['legal_advice', 'credit', ['Record legal advice']],
] as [string, Role, string[]][])('%s, seen by %s: %s', (code, role, offers) =>
  expect(labels(code, role)).toEqual(offers),
)

test('nobody decides about their own application; a waiting fee is paid, not charged again', () => {
  expect(labels('approval', 'admin', db.app.created_by.id)).toEqual([])
  fill(db.app)
  db.app.fees[0]!.status = 'waiting'
  expect(labels('commitment_fee', 'admin')).toEqual(['Mark the commitment fee paid'])
  expect(labels('requirements', 'bd')).toEqual(['Resolve: Two latest payslips'])
  expect(labels('conditions', 'bd')).toEqual(['Mark met: First mortgagee’s consent'])
  expect(clearsItself('parties_pending')).toBe(true)
})

test('what a party lacks', () => {
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
  expect(partyBody({ entity_name: 'X', acn: '004 085 616', director_first: 'Ann' })).toEqual({
    entity_name: 'X',
    acn: '004085616',
    directors: [{ first_name: 'Ann', last_name: '' }],
  })
})
