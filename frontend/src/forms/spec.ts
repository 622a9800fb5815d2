/** A small form as data: its fields by JSON pointer, what is checked before sending, and the body that goes out. */
import { parseDate, parseMoney, parseRate } from '@/lib/au'
import { t } from './words'

export interface Option {
  value: string
  label: string
}
export type Typed = Record<string, string>
export interface Spec {
  /** The pointer without its first slash: "amount", "valuer_info/phone". */
  name: string
  label: string
  as?: 'text' | 'area' | 'money' | 'date' | 'rate' | 'whole' | 'select' | 'radio' | 'tick'
  options?: Option[]
  /** What to say when it is left empty; without it the field is optional. */
  needed?: string
  initial?: string
  hint?: string
  placeholder?: string
  /** The choice that stands for "none" in a select. */
  none?: string
  /** Shown, checked and sent only then. */
  when?: (typed: Typed) => boolean
}

export const started = (specs: Spec[]): Typed =>
  Object.fromEntries(specs.map((spec) => [spec.name, spec.initial ?? '']))
export const shownOf = (specs: Spec[], typed: Typed) =>
  specs.filter((spec) => spec.when?.(typed) ?? true)

const READ: Partial<Record<NonNullable<Spec['as']>, [(text: string) => unknown, string]>> = {
  money: [parseMoney, t('money')],
  date: [parseDate, t('date')],
  rate: [parseRate, t('rate')],
  whole: [(text) => (/^\d{1,4}$/.test(text) ? Number(text) : null), t('whole')],
}

/** What is wrong, by field name; nothing when it may be sent. */
export function checkSpecs(specs: Spec[], typed: Typed): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const spec of shownOf(specs, typed)) {
    const text = (typed[spec.name] ?? '').trim()
    const rule = READ[spec.as ?? 'text']
    if (!text) {
      if (spec.needed) errors[spec.name] = spec.needed
    } else if (rule && rule[0](text) === null) errors[spec.name] = rule[1]
  }
  return errors
}

/** Empty fields are left out; a tick is always said. */
export function bodyOf(specs: Spec[], typed: Typed): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const spec of shownOf(specs, typed)) {
    const text = (typed[spec.name] ?? '').trim()
    if (!text && spec.as !== 'tick') continue
    const value = spec.as === 'tick' ? text === 'yes' : (READ[spec.as ?? 'text']?.[0](text) ?? text)
    put(body, spec.name.split('/'), value)
  }
  return body
}

function put(body: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  if (!rest.length) body[first] = value
  else put((body[first] ??= {}) as Record<string, unknown>, rest, value)
}
