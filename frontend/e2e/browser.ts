/** A headless Chromium, pages of a given size and theme, and what axe finds in them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
export const WIDTHS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const
export type Width = keyof typeof WIDTHS
export type Theme = 'light' | 'dark'

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export function context(
  browser: Browser,
  width: Width = 'desktop',
  theme: Theme = 'light',
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: WIDTHS[width],
    hasTouch: width === 'phone',
    isMobile: width === 'phone',
    colorScheme: theme,
    bypassCSP: false,
    locale: 'en-AU',
    timezoneId: 'Australia/Sydney',
    reducedMotion: 'reduce',
  })
}

/** What axe finds, a line each. It runs in an isolated call, which the page's security policy does not see. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const violations = await page.evaluate(async (tags) => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          root: Document,
          options: object,
        ) => Promise<{
          violations: {
            id: string
            help: string
            nodes: { html: string; failureSummary: string }[]
          }[]
        }>
      }
    }
    return (await axe.run(document, { runOnly: tags, rules: { 'target-size': { enabled: true } } }))
      .violations
  }, TAGS)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        (node) =>
          `${id}: ${help}\n    ${node.html.slice(0, 200)}\n    ${node.failureSummary.split('\n')[1] ?? ''}`,
      ),
  )
}

/** Console errors and broken promises of a page, collected as they come. */
export function complaints(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}
