/** On the whole stack: a deal is lodged, reaches the BDM's notifications, changes stage, and the broker's open page follows. */
import type { Browser, Page } from 'playwright-core'
import { axe, launch, type Theme, type Width } from './browser.ts'
import { base, done, findings, report, signIn, stage } from './people.ts'

/** A small application, typed with the keyboard only. */
async function lodge(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New application' }).click()
  await page.getByLabel('Application type').selectOption('residential')
  await page.getByLabel('Loan amount', { exact: true }).fill('500k')
  await page.getByLabel('Loan term', { exact: true }).fill('30')
  await page.getByLabel(/^Interest rate/).fill('5.5')
  await page.getByLabel(/^Purpose/).fill('Purchase')
  await page.getByLabel(/^BDM/).selectOption({ index: 1 })
  const person = page.getByRole('group', { name: /^Borrower 1/ })
  for (const [label, value] of [
    ['First name', 'John'],
    ['Last name', 'Doe'],
    ['Email', 'john@example.com'],
    ['Phone', '1234567890'],
    ['Date of birth', '1/1/1980'],
    ['Country', 'USA'],
    ['Street address', '123 Main St'],
    ['Town or city', 'Anytown'],
    ['State or region', 'CA'],
    ['Postal code', '12345'],
  ]) {
    await person.getByLabel(new RegExp(`^${label}`)).fill(value!)
  }
  await page.getByRole('button', { name: 'Lodge application' }).press('Enter')
  await page.locator('[data-test="stage"]').waitFor()
}

async function journey(browser: Browser): Promise<string> {
  const [bd, broker] = [await signIn(browser, 'bd'), await signIn(browser, 'broker')]
  done('BDM and broker are signed in')
  const lodgedAt = performance.now()
  await lodge(broker)
  const reference = (await broker.locator('[data-test="reference"]').textContent())!.trim()
  done(`${reference} is lodged`)

  await bd.getByRole('button', { name: /^Notifications, [1-9]/ }).click()
  await bd.getByRole('link', { name: `New application ${reference}` }).waitFor()
  done('the BDM was notified without a reload', lodgedAt)
  await bd.getByRole('link', { name: `New application ${reference}` }).click()
  await bd.getByRole('heading', { name: 'John Doe' }).waitFor()
  await bd.locator('[data-test=provisioning]').waitFor({ state: 'detached' })

  const movedAt = performance.now()
  await bd.getByRole('button', { name: 'Send to lender' }).click()
  await stage(broker, 'Sent to lender')
  done('the broker’s open page followed the change of stage', movedAt)
  const undoneAt = performance.now()
  await bd.getByRole('button', { name: 'Undo' }).click()
  await stage(broker, 'Enquiry')
  await stage(bd, 'Enquiry')
  done('the stage is undone on both pages', undoneAt)

  await bd.keyboard.press('n')
  await bd.getByLabel('New note').fill('Called the broker; docs by Friday.')
  await bd.keyboard.press('Control+Enter')
  await broker.getByRole('link', { name: /^Notes/ }).click()
  await broker.getByText('Called the broker; docs by Friday.').waitFor()
  done('a note shows on the other page')
  const path = new URL(bd.url()).pathname.replace(/\/notes$/, '')
  await bd.close()
  await broker.close()
  return path
}

const TABS = [
  'parties',
  'notes',
  'history',
  'documents',
  'checklist',
  'repayments',
  'fees',
  'ledger',
]
const PAGES = [
  '/applications',
  '/applications/new',
  '/notifications',
  '/settings/notifications',
  '/reports/repayment-compliance',
  '/reports/application-volume',
  '/reports/application-status',
  '/finance/trial-balance',
  '/parties/brokers',
  '/parties/bdms',
  '/parties/branches',
  '/admin/users',
]

async function look(page: Page, place: string, name: string): Promise<void> {
  await page.goto(base + place)
  await page.locator('[data-state="live"]').waitFor()
  await page.waitForLoadState('networkidle')
  findings.push(...(await axe(page)).map((text) => `${place} ${name}  ${text}`))
  if (!process.env.SHOTS) return
  const file = place.replaceAll('/', '_').replace(/[0-9a-f-]{36}/, 'id')
  await page.screenshot({ path: `${process.env.SHOTS}/live${file}-${name}.png` })
}

async function walk(browser: Browser, path: string): Promise<void> {
  const places = [...PAGES, path, ...TABS.map((tab) => `${path}/${tab}`)]
  for (const width of ['desktop', 'phone'] as Width[]) {
    for (const theme of ['light', 'dark'] as Theme[]) {
      const page = await signIn(browser, 'admin', width, theme)
      for (const place of places) await look(page, place, `${width}-${theme}`)
      await page.close()
      done(`axe on ${places.length} pages, ${width}, ${theme}`)
    }
  }
}

const browser = await launch()
await report(browser, async () => walk(browser, await journey(browser)))
