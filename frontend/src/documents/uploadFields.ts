/** What is asked about a file: its type, and for a signed form who signed it and when. */
import type { DocumentFile } from '@/api/documents'
import { nameOptions } from '@/forms/directory'
import { textOf, type FieldSpec, type Values } from '@/forms/fields'
import { date, today } from '@/lib/au'
import { humanise } from '@/lib/words'
import { TYPES } from './files'
import { t } from './words'

interface UploadOptions {
  type?: string
  signers?: { id: string; name: string }[]
  versionOf?: DocumentFile
}

/** A new version keeps what is known of its document. */
export function uploadFields({ type, signers = [], versionOf }: UploadOptions): FieldSpec[] {
  if (versionOf) return []
  const isSigned = (values: Values) => (type ?? textOf(values, '/type')) === 'signed_form'
  const typeField: FieldSpec = {
    at: '/type',
    label: t('type'),
    as: 'select',
    required: t('needType'),
    options: TYPES.map((value) => ({ value, label: humanise(value) })),
  }
  const partyField: FieldSpec = {
    at: '/party_id',
    label: t('relatesTo'),
    as: 'select',
    none: t('allParties'),
    unmarked: true,
    options: nameOptions(signers),
    when: isSigned,
  }
  return [
    ...(type ? [] : [typeField]),
    ...(signers.length ? [partyField] : []),
    { at: '/signed_by', label: t('signedBy'), required: t('needSignedBy'), when: isSigned },
    {
      at: '/signature_date',
      label: t('dateSigned'),
      as: 'date',
      initial: date(today()),
      required: t('needDateSigned'),
      when: isSigned,
    },
  ]
}
