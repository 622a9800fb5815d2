// Asks each part how it is, every five seconds and only while somebody looks.
const EVERY = 5000
const PATIENCE = 4000
const KEPT = 32
const WORDS = { up: 'Up', starting: 'Starting', down: 'Down' }
const rows = [...document.querySelectorAll('tr[data-part]')]
const verdict = document.getElementById('verdict')
const headline = document.getElementById('headline')
const since = document.getElementById('since')
const clock = new Intl.DateTimeFormat('en-AU', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })

async function ask(path) {
  const began = performance.now()
  try {
    const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) })
    const ms = Math.round(performance.now() - began)
    if (answer.ok) return { state: 'up', ms }
    const problem = await answer.json().catch(() => ({}))
    return { state: problem.code === 'not_migrated' ? 'starting' : 'down' }
  } catch {
    return { state: 'down' }
  }
}

function write(row, { state, ms }) {
  const shown = row.querySelector('.state')
  shown.dataset.state = state
  shown.textContent = WORDS[state]
  row.querySelector('td.ms').textContent = ms === undefined ? '–' : `${ms} ms`
  const tick = document.createElement('i')
  tick.dataset.state = state
  const history_ = row.querySelector('.history')
  history_.append(tick)
  while (history_.children.length > KEPT) history_.firstChild.remove()
}

function conclude(states) {
  const down = rows.filter((_, index) => states[index] !== 'up').map((row) => row.querySelector('a').textContent)
  const worst = states.includes('down') ? 'down' : states.includes('starting') ? 'starting' : 'up'
  verdict.dataset.state = worst
  const words = down.length === 0 ? 'Everything is up' : down.length === 1 ? `${down[0]} is not answering` : `${down.length} of ${rows.length} parts are not answering`
  if (headline.textContent !== words) headline.textContent = words
  document.title = `${words} · Lend`
  since.textContent = `Asked at ${clock.format(new Date())}, again every 5 seconds.`
}

async function round() {
  if (document.visibilityState === 'visible') {
    const found = await Promise.all(rows.map((row) => ask(row.dataset.probe)))
    found.forEach((each, index) => write(rows[index], each))
    conclude(found.map((each) => each.state))
  }
  setTimeout(round, EVERY)
}

round()
