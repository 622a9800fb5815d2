/** Who acts in a journey on the whole stack (STACK_FILE names its stack.json), and what is noted on the way. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { complaints, context, type Theme, type Width } from './browser.ts'

interface Stack {
  base_url: string
  users: { email: string; password: string; role: string }[]
}
const FILE = process.env.STACK_FILE ?? '../var/stack.json'
const stack = JSON.parse(readFileSync(FILE, 'utf8')) as Stack
const PATIENCE = 20_000

export const data = dirname(FILE)
export const base = stack.base_url.replace(/\/$/, '')
export const findings: string[] = []

export function done(what: string, since?: number) {
  console.log(
    `ok  ${since === undefined ? what : `${what} (${Math.round(performance.now() - since)} ms)`}`,
  )
}

export async function signIn(
  browser: Browser,
  role: string,
  width: Width = 'desktop',
  theme: Theme = 'light',
): Promise<Page> {
  const user = stack.users.find((person) => person.role === role)!
  const page = await (await context(browser, width, theme)).newPage()
  page.setDefaultTimeout(PATIENCE)
  const errors = complaints(page)
  page.on('close', () => findings.push(...errors.map((text) => `console of ${role}: ${text}`)))
  await page.goto(`${base}/login`)
  await page.getByLabel('Email address').fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor()
  await page.locator('[data-state="live"]').waitFor()
  return page
}

export const stage = (page: Page, label: string) =>
  page.locator('[data-test="stage"]', { hasText: label }).waitFor()

/** Runs a journey to its end or its first failure, reports the findings, and ends the process. */
export async function report(browser: Browser, run: () => Promise<void>): Promise<never> {
  try {
    await run()
  } catch (error) {
    findings.push(String(error))
    for (const within of browser.contexts())
      for (const page of within.pages())
        await page.screenshot({
          path: `/tmp/lend-e2e-${within.pages().indexOf(page)}-${browser.contexts().indexOf(within)}.png`,
        })
  }
  await browser.close()
  console.log(findings.map((text) => `NOT ${text}`).join('\n') || 'All as it should be.')
  process.exit(findings.length ? 1 : 0)
}
