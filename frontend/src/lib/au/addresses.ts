/** States, postcodes and the one-line address. */

export const STATES = {
  NSW: 'New South Wales',
  VIC: 'Victoria',
  QLD: 'Queensland',
  WA: 'Western Australia',
  SA: 'South Australia',
  TAS: 'Tasmania',
  ACT: 'Australian Capital Territory',
  NT: 'Northern Territory',
} as const

export const stateOptions = Object.entries(STATES).map(([value, name]) => ({
  value,
  label: `${name} (${value})`,
}))

/** "a NSW", "an ACT": the state after its article. */
export const withArticle = (state: string) => `${/^(A|S|NT)/.test(state) ? 'an' : 'a'} ${state}`

const POSTCODES: Record<string, RegExp> = {
  NSW: /^[12]\d{3}$/,
  ACT: /^(02|26|29)\d{2}$/,
  VIC: /^[38]\d{3}$/,
  QLD: /^[49]\d{3}$/,
  SA: /^5\d{3}$/,
  WA: /^6\d{3}$/,
  TAS: /^7\d{3}$/,
  NT: /^0[89]\d{2}$/,
}

export interface Address {
  street?: string | null
  city?: string | null
  state?: string | null
  postal_code?: string | null
  country?: string | null
}

export const isAustralia = (country: string | null | undefined) =>
  /^(australia|aus?)?$/i.test((country ?? '').trim())

/** False only where both are given and contradict each other: a warning, never a block. */
export const postcodeFits = (state?: string | null, postcode?: string | null) =>
  !state || !postcode || !POSTCODES[state] || POSTCODES[state].test(postcode)

/** "12 Smith St, RICHMOND VIC 3121" */
export function oneLine(address: Address | null | undefined): string {
  if (!address) return '–'
  const home = isAustralia(address.country)
  const town = [
    home ? address.city?.toUpperCase() : address.city,
    address.state,
    address.postal_code,
  ]
    .filter(Boolean)
    .join(' ')
  return [address.street, town, home ? '' : address.country].filter(Boolean).join(', ') || '–'
}
