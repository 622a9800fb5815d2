import { expect, test, vi } from 'vitest'
import { db } from '@@/data.ts'
import { find, open, press, sees, text, type } from '@@/open.ts'
import { router } from '@/router'

async function minimal() {
  await type('Application type', 'residential')
  await type('Loan amount', '500k')
  await type('Loan term', '30')
  await type('First name', 'John')
  await type('Last name', 'Doe')
}

test('a broker lodges with just the required fields', async () => {
  await open('/applications/new', 'broker')
  await minimal()
  await sees(/\$500,000\.00/)
  expect(text()).toContain('2 years 6 months')
  expect(text()).not.toContain('Source')
  await press('Lodge application')
  await sees(/Application APP-\S+ lodged/)
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
    'Enter the loan term in months',
    'Borrower 1: enter a first name',
    'Borrower 1: enter a last name',
  ])
  expect(document.activeElement?.getAttribute('role')).toBe('alert')
  await press('Enter the loan amount')
  expect(document.activeElement?.id).toBe('f-loan_amount')
  expect(document.title).toMatch(/^(\(\d+\) )?Error: /)
})

test('what the server refuses appears at its field, and a second press sends the same key', async () => {
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
  await sees(/Application APP-\S+ lodged/)
  expect(db.lodged[1]!.key).toBe(db.lodged[0]!.key)
})

test('a reload restores everything except TFN and bank details', async () => {
  const page = await open('/applications/new', 'broker')
  await minimal()
  await type(/^Tax file number/, '123456782')
  await new Promise((done) => setTimeout(done, 350))
  page.unmount()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('123456782')
  await open('/applications/new', 'broker')
  await sees('We restored your draft')
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
  await sees('This ABN isn’t valid')
  await press('Add guarantor')
  await press('Add mortgage')
  await press('Remove Company 1')
  await vi.waitFor(() => expect(text()).not.toContain('Company 1'))
  await type(/^Estimated value/, '1m')
  await type('Loan amount', '650k')
  await sees('65.0%')
  await router.push('/applications')
})

test('a guarantor backs all borrowers, or selected ones', async () => {
  await open('/applications/new', 'admin')
  await minimal()
  await press('Add guarantor')
  await sees('Guarantees all borrowers')
  await press('Add company or trust')
  await type('Entity name', 'Red Gum Pty Ltd')
  await type('ACN', '004 085 616')
  await press('Selected borrowers', 'label')
  await press('Red Gum Pty Ltd', 'label')
  await type('First name', 'Ethan', 2)
  await type('Last name', 'Williams', 2)
  await press('Lodge application')
  await sees(/Application APP-\S+ lodged/)
  const { borrowers, companies, guarantors } = db.lodged[0]!.body as Record<
    string,
    Record<string, unknown>[]
  >
  expect(guarantors![0]!.backs).toEqual([companies![0]!.ref])
  expect(companies![0]!.ref).toMatch(/^party-/)
  expect(borrowers![0]).not.toHaveProperty('ref')
})
