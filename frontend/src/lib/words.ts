/** Every text a person reads comes from a catalogue in en-AU, one beside each feature. */

import { plural } from './au/plurals.ts'

type Values = Record<string, string | number>

/**
 * `t('loans', { n: 3 })` fills in the values of "{n:loan} in {place}": `{n:loan}` is a count with its noun
 * ("3 loans"), `{n:entry/entries}` one with its own plural. A key that ends in `_one` is taken when n is 1.
 */
export function catalogue<M extends Record<string, string>>(messages: M) {
  return (key: keyof M & string, values: Values = {}): string => {
    const single = values.n === 1 ? messages[`${key}_one`] : undefined
    const text: string = single ?? messages[key] ?? key
    return text.replace(
      /\{(\w+)(?::([^/}]+)(?:\/([^}]+))?)?\}/g,
      (_, name: string, noun, nouns) => {
        const value = values[name] ?? ''
        return noun
          ? plural(Number(value), String(noun), nouns as string | undefined)
          : String(value)
      },
    )
  }
}

/** A code from a fixed list as words: "de_facto" → "De facto". */
export function humanise(code: string | null | undefined): string {
  const text = (code ?? '').replaceAll('_', ' ')
  return KNOWN[code ?? ''] ?? (text ? text[0]?.toUpperCase() + text.slice(1) : '–')
}

const KNOWN: Record<string, string> = {
  inquiry: 'Enquiry',
  loan_docs_instructed: 'Loan documents instructed',
  loan_docs_issued: 'Loan documents issued',
  loan_docs_signed: 'Loan documents signed',
  more_info_required: 'More information required',
  gst_payable: 'GST payable',
  gst: 'GST',
  smsf: 'SMSF',
  bd: 'BDM',
  id: 'ID',
  refinance_and_equity_release: 'Refinance and equity release',
  half_yearly: 'Half-yearly',
  at_maturity: 'At maturity',
  application_form: 'Application form',
  qs_report: 'QS report',
}
