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

mkdirSync(OUT, { recursive: true })
const [site, browser] = [await serve(), await launch()]
const findings: string[] = []
for (const width of ['desktop', 'phone'] as Width[]) {
  for (const theme of ['light', 'dark'] as Theme[]) {
    for (const view of VIEWS.filter(({ name }) => !only || name.match(only))) {
      const within = await context(browser, width, theme)
      await mock(within, view.role)
      const page = await within.newPage()
      findings.push(
        ...(await look(page, view, site.url, `${view.name}-${width}-${theme}`).catch(
          (error: unknown) => [`${view.name}-${width}-${theme}  ${String(error).slice(0, 600)}`],
        )),
      )
      await within.close()
    }
  }
}
await browser.close()
site.close()
console.log(findings.join('\n') || 'No findings.')
process.exit(findings.length ? 1 : 0)
