/** From what was typed to what is sent: empty fields are left out, amounts and dates are converted. */
import type { NewApplication } from '@/api/types'
import { valueOf } from '@/forms/kinds'
import { applicable, isBlank } from './blanks'
import { kindOf } from './fieldKinds'
import type { Typed, TypedCompany, TypedGuarantor, TypedPerson } from './model'

export function toBody(model: Typed): NewApplication {
  const backed = new Set(model.guarantors.flatMap((guarantor) => backedBy(model, guarantor)))
  const party = <T extends TypedPerson | TypedCompany>(typed: T) => ({
    ...withoutHidden(typed),
    ref: backed.has(typed.ref) ? typed.ref : '',
  })
  const guarantor = (typed: TypedGuarantor) => ({
    ...withoutHidden(applicable(typed) as TypedGuarantor),
    ref: '',
    backs_who: '',
    backs: backedBy(model, typed),
  })
  const sent = {
    ...model,
    application_type_other: model.application_type === 'other' ? model.application_type_other : '',
    broker_id: model.source === 'direct' ? '' : model.broker_id,
    borrowers: model.borrowers.map(party),
    companies: model.companies.map(party),
    guarantors: model.guarantors.map(guarantor),
    documents: model.documents.map(({ upload_id, type }) => ({ upload_id, type })),
  }
  return { ...(convert('', sent) as object), stage: 'inquiry' } as NewApplication
}

/** Whom a guarantor backs by name, of those who are still there; without a name it is all borrowers. */
export function backedBy(model: Typed, guarantor: TypedGuarantor): string[] {
  if (guarantor.backs_who !== 'some') return []
  return [...model.borrowers, ...model.companies]
    .map(({ ref }) => ref)
    .filter((ref) => guarantor.backs.includes(ref))
}

/** Without a mailing address that is not used, or the trustee of a company. */
function withoutHidden<T extends TypedPerson | TypedCompany>(party: T): object {
  const {
    has_mailing: hasMailing,
    mailing_address: mailing,
    trustee_name: trustee,
    ...rest
  } = party as Partial<TypedGuarantor>
  return {
    ...rest,
    ...(hasMailing ? { mailing_address: mailing } : {}),
    ...(trustee && rest.entity_type !== 'company' ? { trustee_name: trustee } : {}),
  }
}

function convert(name: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.trim()
    return text ? valueOf(kindOf(name), text) : undefined
  }
  if (Array.isArray(value)) {
    const rows = value.filter((row) => !isBlank(row)).map((row) => convert('', row))
    return rows.length ? rows : undefined
  }
  if (!value || typeof value !== 'object' || isBlank(value, name)) return undefined
  const fields = Object.entries(value)
    .map(([key, field]) => [key, convert(key, field)] as const)
    .filter(([, field]) => field !== undefined)
  return fields.length ? Object.fromEntries(fields) : undefined
}
