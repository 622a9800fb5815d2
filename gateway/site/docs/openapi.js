// Reads OpenAPI and AsyncAPI documents into plain lists. Nothing of the page is in here, so Node can test it.
const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const MAX_DEPTH = 4

// Resolves a $ref; of "schema or null", the schema.
export function resolve(document_, node) {
  let target = node
  for (let step = 0; step < 8 && (target?.$ref || nonNull(target)); step += 1) {
    target = nonNull(target) ?? target.$ref.slice(2).split('/').reduce((part, key) => part?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document_)
  }
  return target ?? {}
}

function nonNull(node) {
  return (node?.anyOf ?? node?.oneOf)?.find((option) => option.type !== 'null')
}

export function operationsOf(document_) {
  return Object.entries(document_.paths).filter(([path]) => !path.startsWith('/internal/')).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => describe(document_, path, item, method)),
  )
}

function describe(document_, path, item, method) {
  const operation = item[method]
  const id = operation.operationId ?? `${method}${path}`
  const [answerCode, success] = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2')) ?? []
  const answer = Object.values(resolve(document_, success).content ?? {})[0]?.schema
  const shared = item.parameters ?? []
  const text = [path, id, method, operation.summary, ...names(document_, operation, answer)].join(' ').toLowerCase()
  return { path, method, operation, id, shared, answer, answerCode, text, summary: operation.description ?? operation.summary, group: titleOf(operation.tags?.[0] ?? 'other') }
}

function names(document_, operation, answer) {
  const schemas = [answer, ...Object.values(resolve(document_, operation.requestBody).content ?? {}).map((media) => media.schema)]
  return schemas.filter(Boolean).flatMap((schema) => fieldsOf(document_, schema).map((field) => field.name))
}

function titleOf(name) {
  const words = name.replaceAll(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function parametersOf(document_, item) {
  const all = [...item.shared, ...(item.operation.parameters ?? [])].map((parameter) => resolve(document_, parameter))
  return all.map((parameter) => ({
    name: parameter.name,
    required: parameter.required === true,
    type: typeOf(document_, parameter.schema ?? {}),
    more: [`in ${parameter.in}`, parameter.description, limits(resolve(document_, parameter.schema ?? {}))].filter(Boolean).join('; '),
    depth: 0,
  }))
}

export function bodyOf(document_, operation) {
  const [type, media] = Object.entries(resolve(document_, operation.requestBody ?? {}).content ?? {})[0] ?? []
  return { type, fields: media?.schema ? fieldsOf(document_, media.schema) : [] }
}

export function responsesOf(document_, operation) {
  return Object.entries(operation.responses ?? {}).map(([code, response]) => ({
    code: code === 'default' ? 'other' : code,
    good: code.startsWith('2') || code.startsWith('3'),
    text: resolve(document_, response).description ?? '',
  }))
}

export function fieldsOf(document_, schema, depth = 0, seen = []) {
  const whole = resolve(document_, schema)
  const node = whole.type === 'array' ? resolve(document_, whole.items ?? {}) : whole
  const parts = [node, ...(node.allOf ?? []).map((part) => resolve(document_, part))]
  const required = new Set(parts.flatMap((part) => part.required ?? []))
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}))
  if (depth >= MAX_DEPTH || seen.includes(node)) return []
  return Object.entries(properties).sort(requiredFirst(required)).flatMap(([name, property]) => {
    const field = resolve(document_, property)
    return [
      { name, required: required.has(name), type: typeOf(document_, property), more: limits(field, maybeNull(property) || maybeNull(field)), depth },
      ...fieldsOf(document_, property, depth + 1, [...seen, node]),
    ]
  })
}

function requiredFirst(required) {
  return ([left], [right]) => Number(required.has(right)) - Number(required.has(left))
}

function typeOf(document_, node) {
  const schema = resolve(document_, node)
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
  return [schema.type].flat().includes('null') || (schema.anyOf ?? schema.oneOf ?? []).some((option) => option.type === 'null')
}

export function eventsOf(document_) {
  return Object.values(document_.channels.events.messages).map((message) => {
    const [owner, name, major] = message.name.split('.')
    const fields = fieldsOf(document_, message.payload.properties.data)
    const text = [message.name, message.summary, ...fields.map((field) => field.name)].join(' ').toLowerCase()
    return { type: message.name, owner, name, major: major.slice(1), summary: message.summary, classification: message['x-classification'], fields, text, group: titleOf(owner) }
  })
}
