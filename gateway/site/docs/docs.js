// One page for all documents: reads OpenAPI and AsyncAPI, writes plain HTML. No framework, nothing from elsewhere.
import { bodyOf, eventsOf, fieldsOf, operationsOf, parametersOf, responsesOf } from './reading.js'

const main = document.getElementById('main')
const find = document.getElementById('find')
const links = [...document.querySelectorAll('#documents a')]
const loaded = new Map()

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value)
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''))
  return made
}

async function load(source) {
  if (!loaded.has(source)) {
    const answer = await fetch(source)
    if (!answer.ok) throw new Error(`${source} answered ${answer.status}`)
    loaded.set(source, await answer.json())
  }
  return loaded.get(source)
}

function pathOf(path) {
  const parts = path.split(/(\{[^}]+\})/).map((part) => (part.startsWith('{') ? el('i', {}, part) : part))
  return el('span', { class: 'path' }, ...parts)
}

function row(field) {
  const name = el('td', {}, el('span', { class: 'field' }, field.name))
  if (field.required) name.append(el('span', { class: 'must', title: 'required' }, 'required'))
  const made = el('tr', { class: field.depth > 0 ? 'deep' : false }, name)
  if (field.depth > 0) made.style.setProperty('--depth', field.depth)
  made.append(el('td', { class: 'type' }, field.type), el('td', { class: 'more' }, field.more))
  return made
}

function table(fields) {
  return el('table', {}, el('tbody', {}, ...fields.map(row)))
}

function section(title, note, fields) {
  if (!fields.length) return []
  return [el('h3', {}, title, note ? el('small', {}, note) : ''), table(fields)]
}

function responses(document_, operation) {
  const rows = responsesOf(document_, operation).map((each) =>
    el('tr', {}, el('td', {}, el('span', { class: `code ${each.good ? 'good' : 'bad'}` }, each.code)), el('td', { class: 'more' }, each.text)),
  )
  return [el('h3', {}, 'Answers'), el('table', {}, el('tbody', {}, ...rows))]
}

function operation(document_, each) {
  const summary = el('summary', {}, el('span', { class: `verb ${each.method}` }, each.method.toUpperCase()), pathOf(each.path), el('span', { class: 'name' }, each.id))
  const made = el('details', { class: 'op', id: `${current()}/${each.id}` }, summary)
  made.addEventListener('toggle', () => {
    if (!made.open || made.children.length > 1) return
    const body = bodyOf(document_, each.operation)
    const answer = each.answer ? fieldsOf(document_, each.answer) : []
    made.append(
      el('div', { class: 'body' }, each.summary ? el('p', {}, each.summary) : '',
        ...section('Parameters', '', parametersOf(document_, each)),
        ...section('Body', body.type, body.fields),
        ...section('Answer', each.answerCode, answer),
        ...responses(document_, each.operation)),
    )
  })
  return made
}

function event(each) {
  const summary = el('summary', {}, el('span', { class: 'verb event' }, `v${each.major}`), el('span', { class: 'path' }, `${each.owner}.`, el('b', {}, each.name)), el('span', { class: 'name' }, each.classification))
  const made = el('details', { class: 'op', id: `events/${each.type}` }, summary)
  made.addEventListener('toggle', () => {
    if (!made.open || made.children.length > 1) return
    made.append(el('div', { class: 'body' }, el('p', {}, each.summary), ...section('Data', '', each.fields)))
  })
  return made
}

function group(title, items) {
  return [el('h2', { class: 'group' }, title, ' ', el('span', { class: 'count' }, String(items.length))), el('div', { class: 'ops' }, ...items)]
}

function matches(words, text) {
  return words.every((word) => text.includes(word))
}

function shown(document_, isEvents) {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const items = (isEvents ? eventsOf(document_) : operationsOf(document_)).filter((each) => matches(words, each.text))
  const groups = new Map()
  for (const each of items) groups.set(each.group, [...(groups.get(each.group) ?? []), each])
  const render = isEvents ? event : (each) => operation(document_, each)
  const parts = [...groups].flatMap(([title, some]) => group(title, some.map(render)))
  return parts.length ? parts : [el('p', { class: 'nothing' }, `Nothing here matches “${find.value.trim()}”.`)]
}

function current() {
  return decodeURIComponent(location.hash.slice(1)).split('/')[0] || 'applications'
}

async function show() {
  const link = links.find((each) => each.hash === `#${current()}`) ?? links[0]
  for (const each of links) each.toggleAttribute('aria-current', each === link)
  const isEvents = link.hash === '#events'
  try {
    const document_ = await load(link.dataset.source)
    const title = isEvents ? 'Events' : link.textContent
    document.title = `${title} · API reference · Lend`
    const lede = isEvents
      ? 'Facts on the exchange lend.events as CloudEvents 1.0 in JSON. The routing key is the type; data is what is listed here.'
      : `Below /api/${link.hash.slice(1)}/. Amounts are decimal strings, errors are problem+json, unknown fields are refused.`
    main.replaceChildren(
      el('div', { class: 'head' }, el('h1', {}, title), el('a', { class: 'file', href: link.dataset.source }, isEvents ? 'AsyncAPI 3.0, JSON' : 'OpenAPI 3.1, JSON')),
      el('p', { class: 'lede' }, lede),
      ...shown(document_, isEvents),
    )
    reveal()
  } catch (fault) {
    main.replaceChildren(el('h1', {}, link.textContent), el('p', { class: 'trouble', role: 'alert' }, `This document could not be read: ${fault.message}. Try again soon.`))
  }
}

function reveal() {
  const id = decodeURIComponent(location.hash.slice(1))
  const target = id.includes('/') ? document.getElementById(id) : null
  if (target) {
    target.open = true
    target.scrollIntoView()
  }
}

main.addEventListener('toggle', (event_) => {
  if (event_.target.open) history.replaceState(null, '', `#${event_.target.id}`)
}, true)
addEventListener('hashchange', () => { window.scrollTo(0, 0); show() })
let waiting = 0
find.addEventListener('input', () => {
  clearTimeout(waiting)
  waiting = setTimeout(show, 120)
})
show()
