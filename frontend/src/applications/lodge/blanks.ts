/** What counts as nothing typed: blank rows are dropped, and hidden halves neither count nor are sent. */
import type { Typed } from './model'

/** Set before anything is typed: alone they do not make a row. */
const PRESET = new Set([
  'ref',
  'country',
  'entity_type',
  'guarantor_type',
  'backs_who',
  'frequency',
  'kind',
  'has_mailing',
])
/** Here `kind` is an answer: it is empty until one is chosen. */
const CHOSEN = new Set(['exit_strategy'])

/** A guarantor carries the fields of a person and of a company. */
const PERSONAL = [
  'first_name',
  'last_name',
  'date_of_birth',
  'marital_status',
  'residency',
  'employment',
  'tax_id',
  'income',
  'expenses',
  'assets',
  'liabilities',
  'bank_account',
  'tags',
  'referral_source',
  'mailing_address',
  'has_mailing',
]
const CORPORATE = [
  'entity_name',
  'entity_type',
  'abn',
  'acn',
  'trustee_name',
  'directors',
  'beneficial_owners',
]

export function isBlank(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return !value.trim() || PRESET.has(name)
  if (Array.isArray(value)) return value.every((row) => isBlank(row))
  if (!value || typeof value !== 'object') return true
  return Object.entries(applicable(value)).every(([key, field]) =>
    isBlank(field, CHOSEN.has(name) ? '' : key),
  )
}

/** Of a guarantor the half that its type names, of anything else all of it. */
export function applicable(value: object): object {
  if (!('guarantor_type' in value)) return value
  const hidden = new Set(value.guarantor_type === 'company' ? PERSONAL : CORPORATE)
  return Object.fromEntries(Object.entries(value).filter(([name]) => !hidden.has(name)))
}

/** Removes rows in which nothing was typed, so that a pointer means the same here and on the server. */
export function dropBlankRows(model: Typed): void {
  const walk = (value: unknown): void => {
    if (!value || typeof value !== 'object') return
    for (const [name, field] of Object.entries(value)) {
      if (!Array.isArray(field)) {
        walk(field)
        continue
      }
      const rows = field.filter((row) => !isBlank(row))
      if (rows.length !== field.length) (value as Record<string, unknown>)[name] = rows
      rows.forEach(walk)
    }
  }
  walk(model)
}
