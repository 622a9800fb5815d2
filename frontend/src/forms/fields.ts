/** A form as data: its fields by JSON pointer, what is checked before sending, and the body that is sent. */
import { KINDS, problemOf, valueOf, type Kind } from './kinds'
import { put, read } from './pointer'

export interface Option {
  value: string
  label: string
}
/** What is typed, as text, in the shape of the body. */
export type Values = Record<string, unknown>
export type Body = Record<string, unknown>
/** What is wrong, by the pointer of the field; an empty pointer is the form as a whole. */
export type Errors = Record<string, string>

export interface FieldSpec {
  /** The field's JSON pointer: "/amount", "/address/city". */
  at: string
  label: string
  as?: Kind
  options?: Option[] | ((values: Values) => Option[])
  /** The label of the empty choice in a select. */
  none?: string
  /** The message when it is left empty; without it the field is optional. */
  required?: string
  /** Not marked as optional: its empty choice says enough ("Not assigned"). */
  unmarked?: boolean
  initial?: string | null
  hint?: string
  placeholder?: string
  autocomplete?: string
  /** Shown, checked and sent only then. */
  when?: (values: Values) => boolean
  /** A check beyond what the kind knows: the message, or nothing. */
  check?: (text: string, values: Values) => string
}

/** A whole form: what a `FormDialog` draws, where it is sent, and what is said afterwards. */
export interface FormSpec<T = unknown> {
  /** One form, one name: it names the draft on this device. */
  name: string
  title: string
  description?: string
  verb: string
  danger?: boolean
  wide?: boolean
  /** Starts afresh each time it is opened. */
  undrafted?: boolean
  fields: FieldSpec[]
  post: (body: Body, key: string) => Promise<T>
  saved?: (answer: T, body: Body) => string
}

export function startOf(specs: FieldSpec[]): Values {
  const values: Values = {}
  for (const spec of specs) put(values, spec.at, spec.initial ?? '')
  return values
}

export const shownOf = (specs: FieldSpec[], values: Values) =>
  specs.filter((spec) => spec.when?.(values) ?? true)

export const textOf = (values: Values, at: string) => String(read(values, at) ?? '').trim()

/** What is wrong, by pointer; empty when the form may be sent. */
export function checkFields(specs: FieldSpec[], values: Values): Errors {
  const errors: Errors = {}
  for (const spec of shownOf(specs, values)) {
    const text = textOf(values, spec.at)
    const error = text
      ? problemOf(spec.as ?? 'text', text) || spec.check?.(text, values)
      : spec.required
    if (error) errors[spec.at] = error
  }
  return errors
}

/** Empty fields are left out; a tick is always sent. */
export function bodyOf(specs: FieldSpec[], values: Values): Body {
  const body: Body = {}
  for (const { at, as = 'text' } of shownOf(specs, values)) {
    const text = textOf(values, at)
    if (as === 'tick') put(body, at, text === 'yes')
    else if (text) put(body, at, valueOf(as, text))
  }
  return body
}

/** What a field of this kind shows as its understanding of the text. */
export const echoOf = (kind: Kind, text: string) => KINDS[kind].echo?.(text.trim())
