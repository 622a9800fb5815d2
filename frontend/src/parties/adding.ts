/** Which fields a new entry has, by JSON pointer, and the body they make. */
import type { Kind } from '@/api/parties'
import { t } from './words'

export interface AddField {
  at: string
  label: string
  type?: string
  list?: string
}

const BRANCH: AddField = { at: '/branch_id', label: t('branch'), list: t('noBranch') }
const REACH: AddField[] = [
  { at: '/phone', label: t('phone'), type: 'tel' },
  { at: '/email', label: t('email'), type: 'email' },
]
const NAME: AddField = { at: '/name', label: t('name') }
const FIELDS: Record<Kind, AddField[]> = {
  brokers: [NAME, { at: '/company', label: t('company') }, ...REACH, BRANCH],
  bdms: [NAME, ...REACH, BRANCH],
  branches: [
    NAME,
    { at: '/address/street', label: t('street') },
    { at: '/address/city', label: t('city') },
    { at: '/address/state', label: t('state'), list: t('chooseState') },
    { at: '/address/postal_code', label: t('postcode') },
  ],
}

export const fieldsOf = (kind: Kind) => FIELDS[kind]

/** What was left empty is left out. */
export function bodyOf(typed: Record<string, string>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [at, text] of Object.entries(typed)) {
    const [first = '', second] = at.slice(1).split('/')
    const value = text.trim()
    if (!value) continue
    if (second) body[first] = { ...(body[first] as object | undefined), [second]: value }
    else body[first] = value
  }
  return body
}
