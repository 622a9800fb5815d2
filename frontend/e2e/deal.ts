/** On the whole stack: one deal from the submit to discharge, each step by the role whose work it is. Whatever blocks a stage is dealt with by the form that the page offers for it. */
import { execFileSync } from 'node:child_process'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { base, data, done, report, signIn, stage } from './people.ts'

/** The smallest whole PDF, different each time. */
function pdf(name: string) {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
    `<</Title(${name} ${Date.now()})>>`,
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((body, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size ${objects.length + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n${table}\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') }
}

const press = (page: Page | Locator, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
const dialog = (page: Page) => page.getByRole('dialog')
async function fillAll(within: Locator, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await within.getByLabel(new RegExp(`^${label}`)).fill(value)
}

async function changeStage(page: Page, button: string | RegExp, to: string): Promise<void> {
  await press(page, button)
  await stage(page, to)
  done(to)
}

/** The parties and the property of the deal, as the broker types them. */
async function fillParties(broker: Page): Promise<void> {
  await fillAll(broker.getByRole('group', { name: /^Borrower 1/ }), {
    'First name': 'John',
    'Last name': 'Walker',
    'Date of birth': '1/1/1980',
  })
  await press(broker, 'Add guarantor')
  await fillAll(broker.getByRole('group', { name: /^Guarantor 1/ }), {
    'First name': 'Ann',
    'Last name': 'Lee',
    Email: 'ann@example.com',
    'Date of birth': '1/2/1981',
    'Street address': '1 High St',
    Suburb: 'Kew',
  })
  const property = broker.getByRole('group', { name: /^Property 1/ })
  await fillAll(property, {
    Street: '12 Smith Street',
    Suburb: 'Richmond',
    Postcode: '3121',
    Estimated: '900k',
  })
  await property.getByLabel(/^State/).selectOption('VIC')
}

async function lodge(broker: Page): Promise<string> {
  await press(broker, 'New application')
  await broker.getByLabel('Application type').selectOption('residential')
  await fillAll(broker.locator('form'), {
    'Loan amount': '500k',
    'Loan term': '12',
    'Interest rate': '9.5',
  })
  await broker.getByLabel(/^BDM/).selectOption({ index: 1 })
  await fillParties(broker)
  await broker.locator('#documents input[type=file]').setInputFiles(pdf('passport.pdf'))
  await broker.locator('#documents').getByText('passport.pdf').waitFor()
  await broker.locator('#documents progress').waitFor({ state: 'detached' })
  await press(broker, 'Lodge application')
  await broker.locator('[data-test="stage"]').waitFor()
  await broker.getByRole('link', { name: /^Documents/ }).click()
  await broker.getByRole('button', { name: 'View passport.pdf' }).waitFor()
  done('lodged, with the passport on file')
  return new URL(broker.url()).pathname.replace(/\/documents$/, '')
}

async function toTheFee(admin: Page): Promise<void> {
  await changeStage(admin, 'Send to lender', 'Sent to lender')
  await changeStage(admin, 'Issue funding table', 'Funding table issued')
  await press(admin, 'Calculate funding table')
  await fillAll(dialog(admin), { Establishment: '1.5%', Legal: '3,300' })
  await dialog(admin).locator('[data-test=net]').waitFor()
  await press(admin, 'Save version')
  await changeStage(admin, 'Issue indicative letter', 'Indicative letter issued')
  await press(admin, 'Generate letter')
  await changeStage(admin, 'Record signed letter', 'Indicative letter signed')
  await press(admin, 'Upload signed letter')
  await dialog(admin).locator('input[type=file]').setInputFiles(pdf('signed letter.pdf'))
  await upload(admin, 'John Walker')
  await changeStage(admin, 'Record commitment fee', 'Commitment fee received')
  await press(admin, 'Add commitment fee')
  await fillAll(dialog(admin), { Amount: '2500' })
  await press(dialog(admin), 'Add fee')
  await press(admin, 'Record commitment fee payment')
  await fillAll(dialog(admin), { 'Bank reference': 'EFT 1' })
  const pay = dialog(admin).getByRole('button', { name: 'Record payment' })
  await pay.click()
  await pay.click({ timeout: 300 }).catch(() => undefined) // pressed twice is paid once
  await changeStage(admin, 'Submit application', 'Application submitted')
}

async function upload(page: Page, signedBy?: string): Promise<void> {
  if (signedBy) await fillAll(dialog(page), { 'Signed by': signedBy })
  await press(dialog(page), 'Upload')
}

async function toApproval(admin: Page, credit: Page, path: string): Promise<void> {
  await press(admin, /^Complete details for John/)
  await fillAll(dialog(admin), { Email: 'john@example.com', Street: '5 Low St' })
  await press(dialog(admin), 'Save')
  await press(admin, 'Answer solvency questions')
  for (const question of await dialog(admin).getByLabel('No', { exact: true }).all())
    await question.check()
  await press(dialog(admin), 'Save')
  await press(admin, 'Record privacy consent')
  await press(dialog(admin), 'Record consent')
  await changeStage(admin, 'Order valuation', 'Valuation ordered')
  await press(admin, 'Add valuer')
  await fillAll(dialog(admin), { Company: 'Meridian' })
  await press(dialog(admin), 'Save')
  await changeStage(admin, /^(Receive|Record) valuation$/, 'Valuation received')
  await press(admin, 'Add valuation')
  await dialog(admin).getByLabel('Value', { exact: true }).fill('880k')
  await press(dialog(admin), 'Save valuation')
  await changeStage(admin, /^(To formal|Submit for) approval$/, 'Awaiting approval')
  await credit.goto(base + path)
  await press(credit, 'Approve or decline')
  await dialog(credit).getByLabel('Approve').check()
  await press(dialog(credit), 'Record decision')
  await changeStage(credit, 'Instruct loan documents', 'Loan documents instructed')
}

async function toSettled(admin: Page): Promise<void> {
  await stage(admin, 'Loan documents instructed') // changed by someone else, without a reload
  await press(admin, 'Upload loan documents')
  await dialog(admin).locator('input[type=file]').setInputFiles(pdf('deed.pdf'))
  await upload(admin)
  await changeStage(admin, 'Issue loan documents', 'Loan documents issued')
  await press(admin, 'Upload signed documents')
  await dialog(admin).locator('input[type=file]').setInputFiles(pdf('deed signed.pdf'))
  await upload(admin, 'Both')
  await changeStage(admin, 'Record signatures', 'Loan documents signed')
  await press(admin, 'Record legal advice')
  await press(dialog(admin), 'Record legal advice')
  await changeStage(admin, /^(To|Proceed to) settlement/, 'Settlement conditions')
  await press(admin, 'Settle')
  await press(dialog(admin), 'Settle')
  await stage(admin, 'Settled')
  done('Settled')
}

/** As `2026-12-24`, `days` after what the row of an instalment says (`24/12/2026`). */
async function after(row: Locator, days: number): Promise<string> {
  const [, day, month, year] = /(\d{2})\/(\d{2})\/(\d{4})/.exec((await row.textContent()) ?? '')!
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + days))
    .toISOString()
    .slice(0, 10)
}

async function repay(admin: Page, bd: Page, reference: string): Promise<void> {
  await admin.getByRole('link', { name: /^Repayments/ }).click()
  await press(admin, /instalment 1$/)
  await fillAll(dialog(admin), { 'Bank reference': 'EFT 2' })
  await dialog(admin).locator('input[type=file]').setInputFiles(pdf('invoice.pdf'))
  await press(dialog(admin), 'Record payment')
  const row = (number: number) => admin.locator(`[data-instalment="${number}"]`)
  await admin.locator('[data-instalment="1"]', { hasText: 'Paid' }).waitFor()
  await admin.locator('[data-instalment="1"]', { hasText: 'invoice.pdf' }).waitFor()
  done('the first repayment is paid, with its invoice')
  const late = await after(row(2), 10)
  execFileSync('../dev', ['job', 'finance', 'overdue', '--today', late, '--data', data])
  await press(bd, /^Notifications, [1-9]/)
  await bd.getByText(`${reference}: repayment 10 days overdue`).first().waitFor()
  done('the BDM is told that the second one is ten days late, without a reload')
}

async function payOut(admin: Page, path: string): Promise<void> {
  await press(admin, 'Record payment')
  const owed = /Payout figure today: \$([\d,.]+)/.exec(
    (await dialog(admin)
      .getByText(/^Payout figure today/)
      .textContent())!,
  )![1]!
  await fillAll(dialog(admin), { Amount: owed, 'Bank reference': 'EFT payout' })
  await press(dialog(admin), 'Record payment')
  await admin
    .getByText(/^Payment recorded:/)
    .first()
    .waitFor()
  await admin.goto(base + path)
  await press(admin, 'Discharge')
  await press(dialog(admin), 'Discharge')
  await stage(admin, 'Discharged')
  await admin.getByRole('link', { name: /^Ledger/ }).click()
  await admin.locator('[data-test=proof]', { hasText: 'Balanced' }).waitFor()
  done('paid out and discharged; the ledger is balanced')
}

async function deal(browser: Browser): Promise<void> {
  const [broker, admin, credit, bd] = [
    await signIn(browser, 'broker'),
    await signIn(browser, 'admin'),
    await signIn(browser, 'credit'),
    await signIn(browser, 'bd'),
  ]
  const path = await lodge(broker)
  await admin.goto(base + path)
  const reference = (await admin.locator('[data-test="reference"]').textContent())!.trim()
  await toTheFee(admin)
  await toApproval(admin, credit, path)
  await toSettled(admin)
  await repay(admin, bd, reference)
  await payOut(admin, path)
  for (const page of [broker, admin, credit, bd]) await page.close()
}

const browser = await launch()
await report(browser, () => deal(browser))
