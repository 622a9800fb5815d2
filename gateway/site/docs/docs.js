// One page for all documents: reads OpenAPI and AsyncAPI, writes plain HTML. No framework, no third-party code.
import { bodyOf, eventsOf, fieldsOf, operationsOf, parametersOf, responsesOf } from './openapi.js'

const main = document.getElementById('main')
const find = document.getElementById('find')
const links = [...document.querySelectorAll('#documents a')]
const loaded = new Map()

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''))
  return element
}

async function load(source) {
  if (!loaded.has(source)) {
    const response = await fetch(source)
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    loaded.set(source, await response.json())
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
  const line = el('tr', { class: field.depth > 0 ? 'deep' : false }, name)
  if (field.depth > 0) line.style.setProperty('--depth', field.depth)
  line.append(el('td', { class: 'type' }, field.type), el('td', { class: 'more' }, field.more))
  return line
}

function table(fields) {
  return el('table', {}, el('tbody', {}, ...fields.map(row)))
}

function section(title, note, fields) {
  if (!fields.length) return []
  return [el('h3', {}, title, note ? el('small', {}, note) : ''), table(fields)]
}

function responses(document_, operation) {
  const rows = responsesOf(document_, operation).map((response) =>
    el('tr', {}, el('td', {}, el('span', { class: `code ${response.good ? 'good' : 'bad'}` }, response.code)), el('td', { class: 'more' }, response.text)),
  )
  return [el('h3', {}, 'Responses'), el('table', {}, el('tbody', {}, ...rows))]
}

function operation(document_, item) {
  const summary = el('summary', {}, el('span', { class: `verb ${item.method}` }, item.method.toUpperCase()), pathOf(item.path), el('span', { class: 'name' }, item.id))
  const details = el('details', { class: 'op', id: `${current()}/${item.id}` }, summary)
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    const body = bodyOf(document_, item.operation)
    const answer = item.answer ? fieldsOf(document_, item.answer) : []
    details.append(
      el('div', { class: 'body' }, item.summary ? el('p', {}, item.summary) : '',
        ...section('Parameters', '', parametersOf(document_, item)),
        ...section('Body', body.type, body.fields),
        ...section('Response', item.answerCode, answer),
        ...responses(document_, item.operation)),
    )
  })
  return details
}

function event(item) {
  const summary = el('summary', {}, el('span', { class: 'verb event' }, `v${item.major}`), el('span', { class: 'path' }, `${item.owner}.`, el('b', {}, item.name)), el('span', { class: 'name' }, item.classification))
  const details = el('details', { class: 'op', id: `events/${item.type}` }, summary)
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    details.append(el('div', { class: 'body' }, el('p', {}, item.summary), ...section('Data', '', item.fields)))
  })
  return details
}

function group(title, items) {
  return [el('h2', { class: 'group' }, title, ' ', el('span', { class: 'count' }, String(items.length))), el('div', { class: 'ops' }, ...items)]
}

function matches(words, text) {
  return words.every((word) => text.includes(word))
}

function results(document_, isEvents) {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const items = (isEvents ? eventsOf(document_) : operationsOf(document_)).filter((item) => matches(words, item.text))
  const groups = new Map()
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item])
  const render = isEvents ? event : (item) => operation(document_, item)
  const parts = [...groups].flatMap(([title, members]) => group(title, members.map(render)))
  return parts.length ? parts : [el('p', { class: 'nothing' }, `No matches for “${find.value.trim()}”.`)]
}

function current() {
  return decodeURIComponent(location.hash.slice(1)).split('/')[0] || 'applications'
}

async function show() {
  const link = links.find((candidate) => candidate.hash === `#${current()}`) ?? links[0]
  for (const other of links) other.toggleAttribute('aria-current', other === link)
  const isEvents = link.hash === '#events'
  try {
    const document_ = await load(link.dataset.source)
    const title = isEvents ? 'Events' : link.textContent
    document.title = `${title} · API reference · Lend`
    const lede = isEvents
      ? 'Published to the exchange lend.events as CloudEvents 1.0 in JSON. The routing key is the event type; the fields listed are its data.'
      : `Below /api/${link.hash.slice(1)}/. Amounts are decimal strings, errors are problem+json, unknown fields are rejected.`
    main.replaceChildren(
      el('div', { class: 'head' }, el('h1', {}, title), el('a', { class: 'file', href: link.dataset.source }, isEvents ? 'AsyncAPI 3.0, JSON' : 'OpenAPI 3.1, JSON')),
      el('p', { class: 'lede' }, lede),
      ...results(document_, isEvents),
    )
    reveal()
  } catch (error) {
    main.replaceChildren(el('h1', {}, link.textContent), el('p', { class: 'trouble', role: 'alert' }, `This document couldn’t be loaded (${error.message}). Try again shortly.`))
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
let searchTimer = 0
find.addEventListener('input', () => {
  clearTimeout(searchTimer)
  searchTimer = setTimeout(show, 120)
})
show()
