/** ABN, ACN, BSB, account and phone numbers: checks and the way they are written. */

export const digits = (text: string | null | undefined) => (text ?? '').replace(/\D/g, '')
const grouped = (text: string, sizes: number[]) => {
  let at = 0
  return sizes.map((size) => text.slice(at, (at += size))).join(' ')
}

/** abr.business.gov.au: minus 1 from the first digit, weighted sum divides by 89. */
export function abnOk(text: string): boolean {
  const value = digits(text)
  if (value.length !== 11 || /^0+$/.test(value)) return false
  const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
  return (
    [...value].reduce(
      (sum, digit, i) => sum + (Number(digit) - (i ? 0 : 1)) * (weights[i] ?? 0),
      0,
    ) %
      89 ===
    0
  )
}

/** ASIC: weights 8 to 1, the check digit fills up to ten. */
export function acnOk(text: string): boolean {
  const value = digits(text)
  if (value.length !== 9 || /^0+$/.test(value)) return false
  const sum = [...value.slice(0, 8)].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0)
  return (10 - (sum % 10)) % 10 === Number(value[8])
}

/** A company's ABN normally ends in its ACN. */
export const abnMatchesAcn = (abn: string, acn: string) => digits(abn).slice(2) === digits(acn)

/** "51 824 753 556" */
export const abn = (text: string | null | undefined) =>
  digits(text).length === 11 ? grouped(digits(text), [2, 3, 3, 3]) : (text ?? '') || '–'
/** "004 085 616" */
export const acn = (text: string | null | undefined) =>
  digits(text).length === 9 ? grouped(digits(text), [3, 3, 3]) : (text ?? '') || '–'

/** "062-000" of whatever separators; null without six digits. */
export const parseBsb = (text: string) =>
  digits(text).length === 6 ? `${digits(text).slice(0, 3)}-${digits(text).slice(3)}` : null
/** 4 to 10 digits; leading zeros are kept. */
export const accountOk = (text: string) => /^\d{4,10}$/.test(text.replace(/[\s-]/g, ''))

/** "0412 345 678", "(03) 9123 4567"; anything else unchanged. */
export function phone(text: string | null | undefined): string {
  const value = digits(text).replace(/^61(?=\d{9}$)/, '0')
  if (/^04\d{8}$/.test(value)) return grouped(value, [4, 3, 3])
  if (/^0[2378]\d{8}$/.test(value))
    return `(${value.slice(0, 2)}) ${value.slice(2, 6)} ${value.slice(6)}`
  if (/^1[38]00\d{6}$/.test(value)) return grouped(value, [4, 3, 3])
  return (text ?? '') || '–'
}
