/** The fixed lists of the contract, as options. */
import { humanise } from '@/lib/words'

export const options = (codes: readonly string[]) =>
  codes.map((value) => ({ value, label: humanise(value) }))

export const TYPES = [
  'residential',
  'commercial',
  'construction',
  'investment',
  'smsf',
  'acquisition',
  'refinance',
  'equity_release',
  'refinance_and_equity_release',
  'second_mortgage',
  'caveat',
  'other',
] as const
export const FREQUENCIES = [
  'weekly',
  'fortnightly',
  'monthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'at_maturity',
] as const
export const ENTITIES = ['company', 'trust', 'smsf'] as const
export const FEES = [
  'commitment',
  'establishment',
  'line',
  'brokerage',
  'application',
  'due_diligence',
  'legal',
  'valuation',
  'account',
  'working',
  'other',
] as const
export const PROPERTIES = [
  'house',
  'unit',
  'townhouse',
  'land',
  'commercial',
  'industrial',
  'rural',
  'other',
] as const
export const RESIDENCIES = [
  'citizen',
  'permanent_resident',
  'temporary_resident',
  'non_resident',
  'other',
] as const
export const MARITAL = [
  'single',
  'married',
  'de_facto',
  'separated',
  'divorced',
  'widowed',
  'other',
] as const
export const EMPLOYMENTS = [
  'full_time',
  'part_time',
  'casual',
  'contract',
  'self_employed',
  'retired',
  'unemployed',
  'other',
] as const
export const EXITS = ['sale', 'refinance', 'income', 'other'] as const
export const REASONS = [
  'client_request',
  'no_response',
  'went_elsewhere',
  'credit_policy',
  'security_unsuitable',
  'serviceability',
  'duplicate',
  'other',
] as const
