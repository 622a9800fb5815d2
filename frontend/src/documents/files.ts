/** What may be uploaded, and what type it probably is. */
import { t } from './words'

/** The letters that the server generates. */
export const LETTERS = [
  'indicative_letter',
  'funding_table',
  'formal_approval',
  'disbursement_notice',
  'statement',
  'payout_figure',
] as const
export const TYPES = [
  'application_form',
  'indicative_letter',
  'formal_approval',
  'loan_documents',
  'disbursement',
  'valuation_report',
  'qs_report',
  'identification',
  'invoice',
  'signed_form',
  'other',
] as const
export const ACCEPT = '.pdf,.doc,.docx,.png,.jpg,.jpeg,.gif,.webp,.tif,.tiff'
const LARGEST = 25 * 1024 * 1024
const ENDINGS = new Set(ACCEPT.split(','))

/** Words in a file's name that suggest its type; the person can choose another. */
const GUESSES: [RegExp, string][] = [
  [/signed|executed/, 'signed_form'],
  [/indicative|letter.of.offer/, 'indicative_letter'],
  [/valuation|valuer/, 'valuation_report'],
  [/\bqs\b|quantity|progress.claim/, 'qs_report'],
  [/invoice|receipt/, 'invoice'],
  [/passport|licen[cs]e|medicare|\bid\b|identif/, 'identification'],
  [/approval/, 'formal_approval'],
  [/application/, 'application_form'],
  [/loan.?(doc|agreement)|mortgage|deed/, 'loan_documents'],
  [/disburs|settlement.statement/, 'disbursement'],
]

export const guessType = (name: string) =>
  GUESSES.find(([words]) => words.test(name.toLowerCase().replaceAll(/[_-]/g, ' ')))?.[1] ?? 'other'

/** Why a file cannot be uploaded, checked before it is sent; the server checks its content. */
export function refusal(file: File): string {
  const ending = /\.[^.]+$/.exec(file.name.toLowerCase())?.[0] ?? ''
  if (!ENDINGS.has(ending)) return t('wrongType')
  if (!file.size) return t('emptyFile')
  return file.size > LARGEST ? t('tooBig') : ''
}
