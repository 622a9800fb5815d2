/** Every page over invented data, both widths, both themes: a picture each in SHOTS, and no finding of axe or the console. */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { axe, complaints, context, launch, type Theme, type Width } from './browser.ts'
import { mock } from './mocked.ts'
import { serve } from './serve.ts'
import { VIEWS, type View } from './views.ts'

const OUT = process.env.SHOTS ?? '/tmp/shots'
const only = process.argv[2]
async function look(page: Page, view: View, url: string, label: string): Promise<string[]> {
  const errors = complaints(page)
  view.before?.()
  await page.goto(url + view.at)
  await page.waitForLoadState('networkidle')
  await view.act?.(page)
  await page.waitForTimeout(400)
  await page.screenshot({ path: `${OUT}/${label}.png`, fullPage: view.full })
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  const problems = [
    ...(await axe(page)),
    ...errors.filter((text) => !/404|401|422/.test(text)),
    ...(wide > 0 ? [`${wide} px too wide`] : []),
  ]
  return problems.map((text) => `${label}  ${text}`)
}

/** Which pictures to take, by a part of their names: "phone", "overview.*dark". */
const isWanted = (label: string) => !only || label.match(only) !== null

mkdirSync(OUT, { recursive: true })
const [site, browser] = [await serve(), await launch()]
const findings: string[] = []
for (const width of ['desktop', 'phone'] as Width[]) {
  for (const theme of ['light', 'dark'] as Theme[]) {
    for (const view of VIEWS) {
      const label = `${view.name}-${width}-${theme}`
      if (!isWanted(label)) continue
      const within = await context(browser, width, theme)
      await mock(within, view.role)
      const page = await within.newPage()
      const problems = await look(page, view, site.url, label).catch((error: unknown) => [
        `${label}  ${String(error).slice(0, 600)}`,
      ])
      findings.push(...problems)
      await within.close()
    }
  }
}
await browser.close()
site.close()
console.log(findings.join('\n') || 'No findings.')
process.exit(findings.length ? 1 : 0)
