/** Fails when a page needs more JavaScript than it may: gzip of everything a route loads before it can be used. */
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const KB = 1000
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const size = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 6 }).length

/** The files that come with these entries, each once. */
function files(entries) {
  const seen = new Set()
  const walk = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const next of manifest[key].imports ?? []) walk(next)
  }
  entries.forEach(walk)
  return [...new Set([...seen].map((key) => manifest[key].file))].filter((file) =>
    file.endsWith('.js'),
  )
}

const SHELL = 'src/shell/Shell.vue'
const DETAIL = 'src/applications/detail/DetailPage.vue'
const routes = {
  '/login': [110, ['src/session/LoginPage.vue']],
  '/applications': [180, [SHELL, 'src/applications/list/ListPage.vue']],
  '/applications/new': [180, [SHELL, 'src/applications/lodge/LodgePage.vue']],
  ...Object.fromEntries(
    [
      'overview/Overview',
      'parties/Parties',
      'notes/Notes',
      'documents/Documents',
      'checklist/Checklist',
      'money/Repayments',
      'money/Fees',
      'money/Ledger',
      'history/History',
    ].map((tab) => [
      `/applications/:id ${tab.split('/')[1]}`,
      [180, [SHELL, DETAIL, `src/applications/detail/${tab}Tab.vue`]],
    ]),
  ),
  '/notifications': [180, [SHELL, 'src/notifications/NotificationsPage.vue']],
  '/finance/trial-balance': [180, [SHELL, 'src/finance/TrialBalancePage.vue']],
  '/settings/notifications': [180, [SHELL, 'src/notifications/settings/PreferencesPage.vue']],
  '/reports/:key': [180, [SHELL, 'src/reports/ReportPage.vue']],
  '/parties': [180, [SHELL, 'src/parties/DirectoryPage.vue']],
  '/admin/users': [180, [SHELL, 'src/admin/UsersPage.vue']],
}
/** What comes only when it is asked for. */
const lazy = {
  'charts, lazy': [130, 'src/reports/ChartCanvas.vue'],
  'forms of tasks, lazy': [130, 'src/applications/detail/tasks/TaskDialog.vue'],
}
const assets = readdirSync('dist/assets')
const total = (ending) => assets.filter((name) => name.endsWith(ending))
const lines = Object.entries(routes).map(([name, [limit, entries]]) => [
  name,
  limit,
  files(['index.html', ...entries]).reduce((sum, file) => sum + size(file), 0),
])
for (const [name, [limit, entry]] of Object.entries(lazy)) {
  const known = new Set(files(['index.html', SHELL]))
  lines.push([
    name,
    limit,
    files([entry])
      .filter((file) => !known.has(file))
      .reduce((sum, file) => sum + size(file), 0),
  ])
}
lines.push(['CSS', 24, total('.css').reduce((sum, name) => sum + size(`assets/${name}`), 0)])
lines.push([
  'fonts',
  60,
  total('.woff2').reduce((sum, name) => sum + readFileSync(`dist/assets/${name}`).length, 0),
])

let over = 0
for (const [name, limit, bytes] of lines) {
  const bad = bytes > limit * KB
  over += bad ? 1 : 0
  console.log(
    `${bad ? 'OVER' : 'ok  '} ${(bytes / KB).toFixed(1).padStart(6)} of ${String(limit).padStart(3)} kB  ${name}`,
  )
}
process.exit(over ? 1 : 0)
