/** The form of a new broker, BDM or branch. */
import { addParty, type Entry, type Kind, type NewEntry } from '@/api/parties'
import type { FieldSpec, FormSpec, Option } from '@/forms/fields'
import { stateOptions } from '@/lib/au'
import { t } from './words'

const name: FieldSpec = { at: '/name', label: t('name'), required: t('needName') }
const contact: FieldSpec[] = [
  { at: '/phone', label: t('phone'), as: 'phone' },
  { at: '/email', label: t('email'), as: 'email' },
]
const branch = (branches: Option[]): FieldSpec => ({
  at: '/branch_id',
  label: t('branch'),
  as: 'select',
  none: t('noBranch'),
  options: branches,
})

const FIELDS: Record<Kind, (branches: Option[]) => FieldSpec[]> = {
  brokers: (branches) => [
    name,
    { at: '/company', label: t('company') },
    ...contact,
    branch(branches),
  ],
  bdms: (branches) => [name, ...contact, branch(branches)],
  branches: () => [
    name,
    { at: '/address/street', label: t('street') },
    { at: '/address/city', label: t('suburb') },
    {
      at: '/address/state',
      label: t('state'),
      as: 'select',
      none: t('chooseState'),
      options: stateOptions,
    },
    { at: '/address/postal_code', label: t('postcode') },
  ],
}

export const entryForm = (kind: Kind, branches: Option[]): FormSpec<Entry[Kind]> => ({
  name: `directory.${kind}`,
  title: t(`add.${kind}`),
  verb: t(`add.${kind}`),
  fields: FIELDS[kind](branches),
  post: (body) => addParty(kind, body as unknown as NewEntry[Kind]),
  saved: (entry) => t(`added.${kind}`, { name: entry.name }),
})
