/** Whose field a pointer is: "John Doe", "Borrower 2", "Property 1". */
import type { Typed, TypedCompany, TypedPerson } from './model'
import { t } from './words'

export const personName = (person: TypedPerson | undefined, fallback: string) =>
  [person?.first_name, person?.last_name].join(' ').trim() || fallback
export const companyName = (company: TypedCompany | undefined, fallback: string) =>
  company?.entity_name.trim() || fallback

export function ownerOf(model: Typed, at: string): string {
  const [, list = '', index] = at.split('/')
  if (index === undefined) return ''
  const n = Number(index)
  const owners: Record<string, () => string> = {
    borrowers: () => personName(model.borrowers[n], t('borrower', { n: n + 1 })),
    companies: () => companyName(model.companies[n], t('company', { n: n + 1 })),
    guarantors: () => {
      const guarantor = model.guarantors[n]
      const fallback = t('guarantor', { n: n + 1 })
      return guarantor?.guarantor_type === 'company'
        ? companyName(guarantor, fallback)
        : personName(guarantor, fallback)
    },
    securities: () => t('property', { n: n + 1 }),
    documents: () => model.documents[n]?.name ?? '',
    fees: () => t('fee', { n: n + 1 }),
  }
  return owners[list]?.() ?? ''
}
