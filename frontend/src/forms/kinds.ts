/** What can be typed into a field: how each kind is read, what is said when it cannot be read, and how it looks. */
import {
  abnOk,
  accountOk,
  acnOk,
  digits,
  longDate,
  money,
  parseBsb,
  parseDate,
  parseMoney,
  parseRate,
  termText,
} from '@/lib/au'
import { t } from './words'

export type Kind =
  | 'text'
  | 'area'
  | 'money'
  | 'share'
  | 'rate'
  | 'percent'
  | 'months'
  | 'date'
  | 'email'
  | 'phone'
  | 'password'
  | 'abn'
  | 'acn'
  | 'bsb'
  | 'account'
  | 'tags'
  | 'answer'
  | 'select'
  | 'radio'
  | 'tick'

export interface Echo {
  text: string
  tone?: 'plain' | 'ok' | 'warn'
}

interface Rule {
  /** The value to send; null when the text cannot be read. Without it the text itself is sent. */
  parse?: (text: string) => unknown
  error?: string
  /** What we understood of the text, shown below the field. */
  echo?: (text: string) => Echo
  look?: {
    prefix?: string
    suffix?: string
    type?: string
    inputmode?: 'decimal' | 'numeric'
    placeholder?: string
    mono?: boolean
  }
}

/** "1.5%" is a share of the loan, anything else an amount. */
function parseShare(text: string): { percent: string } | { amount: string } | null {
  if (/%\s*$/.test(text)) {
    const percent = parseRate(text)
    return percent === null ? null : { percent }
  }
  const amount = parseMoney(text)
  return amount === null ? null : { amount }
}

/** A business number echoes how many digits are missing, then whether its checksum is right. */
function numberEcho(length: number, isValid: (text: string) => boolean, invalid: string) {
  return (text: string): Echo => {
    const count = digits(text).length
    if (!count) return { text: '' }
    if (count < length) return { text: t('moreDigits', { n: length - count }) }
    return isValid(text) ? { text: t('formatOk'), tone: 'ok' } : { text: invalid, tone: 'warn' }
  }
}

const wholeMonths = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : null)
const emailAddress = (text: string) => (/^\S+@\S+\.\S+$/.test(text) ? text : null)
const tagList = (text: string) =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

export const KINDS: Record<Kind, Rule> = {
  text: {},
  area: {},
  select: {},
  radio: {},
  tick: {},
  money: {
    parse: parseMoney,
    error: t('badMoney'),
    echo: (text) => ({ text: parseMoney(text) ? money(parseMoney(text)) : '' }),
    look: { prefix: '$', inputmode: 'decimal' },
  },
  share: {
    parse: parseShare,
    error: t('badShare'),
    look: { inputmode: 'decimal', placeholder: t('shareHint') },
  },
  rate: {
    parse: parseRate,
    error: t('badRate'),
    look: { suffix: t('perYear'), inputmode: 'decimal' },
  },
  percent: {
    parse: parseRate,
    error: t('badPercent'),
    look: { suffix: '%', inputmode: 'decimal' },
  },
  months: {
    parse: wholeMonths,
    error: t('badMonths'),
    echo: (text) => ({ text: Number(text) >= 12 ? termText(wholeMonths(text)) : '' }),
    look: { suffix: t('months'), inputmode: 'numeric' },
  },
  date: {
    parse: parseDate,
    error: t('badDate'),
    echo: (text) => ({ text: parseDate(text) ? longDate(parseDate(text)) : '' }),
    look: { placeholder: t('dateHint') },
  },
  email: { parse: emailAddress, error: t('badEmail'), look: { type: 'email' } },
  phone: { look: { type: 'tel' } },
  password: { look: { type: 'password' } },
  abn: {
    parse: (text) => (abnOk(text) ? digits(text) : null),
    error: t('badAbn'),
    echo: numberEcho(11, abnOk, t('badAbn')),
    look: { inputmode: 'numeric', mono: true },
  },
  acn: {
    parse: (text) => (acnOk(text) ? digits(text) : null),
    error: t('badAcn'),
    echo: numberEcho(9, acnOk, t('badAcn')),
    look: { inputmode: 'numeric', mono: true },
  },
  bsb: { parse: parseBsb, error: t('badBsb'), look: { inputmode: 'numeric' } },
  account: {
    parse: (text) => (accountOk(text) ? text.replace(/[\s-]/g, '') : null),
    error: t('badAccount'),
    look: { inputmode: 'numeric' },
  },
  tags: { parse: tagList },
  answer: { parse: (text) => text === 'yes' },
}

/** What to send for a text; what cannot be read goes as typed, for the server to refuse. */
export const valueOf = (kind: Kind, text: string): unknown => KINDS[kind].parse?.(text) ?? text

/** What is wrong with a text, or nothing; an empty one is never wrong here. */
export function problemOf(kind: Kind, text: string): string {
  const { parse, error } = KINDS[kind]
  return text && parse && parse(text) === null ? (error ?? '') : ''
}
