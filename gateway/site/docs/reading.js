// What the documents say, as plain lists: no page in here, so that it can be read and tested by itself.
const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const DEEPEST = 4

// What a reference stands for; of "this or null" it is this.
export function follow(document_, node) {
  let found = node
  for (let step = 0; step < 8 && (found?.$ref || choice(found)); step += 1) {
    found = choice(found) ?? found.$ref.slice(2).split('/').reduce((part, key) => part?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document_)
  }
  return found ?? {}
}

function choice(node) {
  return (node?.anyOf ?? node?.oneOf)?.find((each) => each.type !== 'null')
}

export function operationsOf(document_) {
  return Object.entries(document_.paths).filter(([path]) => !path.startsWith('/internal/')).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => described(document_, path, item, method)),
  )
}

function described(document_, path, item, method) {
  const operation = item[method]
  const id = operation.operationId ?? `${method}${path}`
  const [answerCode, given] = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2')) ?? []
  const answer = Object.values(follow(document_, given).content ?? {})[0]?.schema
  const shared = item.parameters ?? []
  const text = [path, id, method, operation.summary, ...names(document_, operation, answer)].join(' ').toLowerCase()
  return { path, method, operation, id, shared, answer, answerCode, text, summary: operation.description ?? operation.summary, group: titled(operation.tags?.[0] ?? 'other') }
}

function names(document_, operation, answer) {
  const schemas = [answer, ...Object.values(follow(document_, operation.requestBody).content ?? {}).map((each) => each.schema)]
  return schemas.filter(Boolean).flatMap((schema) => fieldsOf(document_, schema).map((field) => field.name))
}

function titled(name) {
  const words = name.replaceAll(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function parametersOf(document_, each) {
  const all = [...each.shared, ...(each.operation.parameters ?? [])].map((parameter) => follow(document_, parameter))
  return all.map((parameter) => ({
    name: parameter.name,
    required: parameter.required === true,
    type: typeOf(document_, parameter.schema ?? {}),
    more: [`in ${parameter.in}`, parameter.description, limits(follow(document_, parameter.schema ?? {}))].filter(Boolean).join('; '),
    depth: 0,
  }))
}

export function bodyOf(document_, operation) {
  const [type, media] = Object.entries(follow(document_, operation.requestBody ?? {}).content ?? {})[0] ?? []
  return { type, fields: media?.schema ? fieldsOf(document_, media.schema) : [] }
}

export function responsesOf(document_, operation) {
  return Object.entries(operation.responses ?? {}).map(([code, given]) => ({
    code: code === 'default' ? 'else' : code,
    good: code.startsWith('2') || code.startsWith('3'),
    text: follow(document_, given).description ?? '',
  }))
}

export function fieldsOf(document_, schema, depth = 0, seen = []) {
  const whole = follow(document_, schema)
  const node = whole.type === 'array' ? follow(document_, whole.items ?? {}) : whole
  const parts = [node, ...(node.allOf ?? []).map((part) => follow(document_, part))]
  const required = new Set(parts.flatMap((part) => part.required ?? []))
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}))
  if (depth >= DEEPEST || seen.includes(node)) return []
  return Object.entries(properties).sort(byNeed(required)).flatMap(([name, given]) => {
    const field = follow(document_, given)
    return [
      { name, required: required.has(name), type: typeOf(document_, given), more: limits(field, maybeNull(given) || maybeNull(field)), depth },
      ...fieldsOf(document_, given, depth + 1, [...seen, node]),
    ]
  })
}

function byNeed(required) {
  return ([left], [right]) => Number(required.has(right)) - Number(required.has(left))
}

function typeOf(document_, given) {
  const schema = follow(document_, given)
  const types = [schema.type].flat().filter((type) => type && type !== 'null')
  if (types[0] === 'array') return `${typeOf(document_, schema.items ?? {})}[]`
  return schema.format ?? types[0] ?? (schema.allOf ? typeOf(document_, schema.allOf[0]) : 'any')
}

function limits(schema, nullable = maybeNull(schema)) {
  const values = schema.enum ?? schema.items?.enum
  return [
    schema.description,
    values && `one of ${values.filter((value) => value !== null).join(', ')}`,
    schema.maxLength && `at most ${schema.maxLength} characters`,
    schema.minimum !== undefined && `at least ${schema.minimum}`,
    schema.maximum !== undefined && `at most ${schema.maximum}`,
    schema.default !== undefined && schema.default !== null && `default ${JSON.stringify(schema.default)}`,
    schema.writeOnly && 'write only',
    nullable && 'may be null',
  ].filter(Boolean).join('; ')
}

function maybeNull(schema) {
  return [schema.type].flat().includes('null') || (schema.anyOf ?? schema.oneOf ?? []).some((each) => each.type === 'null')
}

export function eventsOf(document_) {
  return Object.values(document_.channels.events.messages).map((message) => {
    const [owner, name, major] = message.name.split('.')
    const fields = fieldsOf(document_, message.payload.properties.data)
    const text = [message.name, message.summary, ...fields.map((field) => field.name)].join(' ').toLowerCase()
    return { type: message.name, owner, name, major: major.slice(1), summary: message.summary, classification: message['x-classification'], fields, text, group: titled(owner) }
  })
}
