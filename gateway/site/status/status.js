// Checks each service every five seconds, while the page is visible.
const INTERVAL_MS = 5000
const TIMEOUT_MS = 4000
const HISTORY_LENGTH = 32
const LABELS = { up: 'Up', starting: 'Starting', down: 'Down' }
const rows = [...document.querySelectorAll('tr[data-service]')]
const verdict = document.getElementById('verdict')
const headline = document.getElementById('headline')
const lastChecked = document.getElementById('last-checked')
const clock = new Intl.DateTimeFormat('en-AU', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })

async function check(path) {
  const began = performance.now()
  try {
    const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const ms = Math.round(performance.now() - began)
    if (response.ok) return { state: 'up', ms }
    const problem = await response.json().catch(() => ({}))
    return { state: problem.code === 'not_migrated' ? 'starting' : 'down' }
  } catch {
    return { state: 'down' }
  }
}

function showResult(row, { state, ms }) {
  const label = row.querySelector('.state')
  label.dataset.state = state
  label.textContent = LABELS[state]
  row.querySelector('td.ms').textContent = ms === undefined ? '–' : `${ms} ms`
  const tick = document.createElement('i')
  tick.dataset.state = state
  const history_ = row.querySelector('.history')
  history_.append(tick)
  while (history_.children.length > HISTORY_LENGTH) history_.firstChild.remove()
}

function showSummary(states) {
  const down = rows.filter((_, index) => states[index] !== 'up').map((row) => row.querySelector('a').textContent)
  const worst = states.includes('down') ? 'down' : states.includes('starting') ? 'starting' : 'up'
  verdict.dataset.state = worst
  const summary = down.length === 0 ? 'All services are up' : down.length === 1 ? `${down[0]} is unavailable` : `${down.length} of ${rows.length} services are unavailable`
  if (headline.textContent !== summary) headline.textContent = summary
  document.title = `${summary} · Lend`
  lastChecked.textContent = `Last checked ${clock.format(new Date())}. Updates every 5 seconds.`
}

async function checkAll() {
  if (document.visibilityState === 'visible') {
    const results = await Promise.all(rows.map((row) => check(row.dataset.probe)))
    results.forEach((result, index) => showResult(rows[index], result))
    showSummary(results.map((result) => result.state))
  }
  setTimeout(checkAll, INTERVAL_MS)
}

checkAll()
