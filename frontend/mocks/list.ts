/** The rows of the list. */
import { IDS, hoursAgo, stages } from './people.ts'

export const NAMES = [
  ['Bellbird Developments Pty Ltd'],
  ['John Doe'],
  ['Aisha Silva', 'Liam Smith'],
  ['Kowhai Family Super Fund'],
  ['Noah García'],
  ['Linh van der Berg'],
  ['The Red Gum Unit Trust'],
  ['Arjun Chen'],
  ['Mei Brown'],
  ['Isla Kowalski'],
  ['Kofi Martin'],
  ['Red Gum Property Holdings Pty Ltd'],
]
const TYPES = [
  'acquisition',
  'residential',
  'refinance',
  'smsf',
  'caveat',
  'investment',
  'construction',
  'residential',
  'second_mortgage',
  'equity_release',
  'commercial',
  'other',
]
const AMOUNTS = [
  '3400000.00',
  '500000.00',
  '920000.00',
  '410000.00',
  '125000.50',
  '640000.00',
  '1850000.00',
  '733000.00',
  '280000.00',
  '1250000.00',
  '2100000.00',
  '95000.00',
]

export function row(at: number) {
  const stage = stages[[1, 1, 3, 4, 5, 2, 6, 7, 8, 1, 9, 0][at]!]!
  return {
    id: at === 1 ? IDS.app : `0199a000-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`,
    reference_number: `APP-2026-0001${String(at).padStart(2, '0')}`,
    stage: stage.code,
    stage_label: stage.label,
    stage_tone: stage.tone,
    application_type: TYPES[at]!,
    loan_amount: AMOUNTS[at]!,
    loan_term: 12 + at,
    interest_rate: '9.4500',
    purpose: 'Purchase',
    broker: at % 4 ? { id: IDS.broker, name: 'Tom Haddad' } : null,
    bd: at % 3 ? { id: IDS.bd, name: 'Priya Raman' } : null,
    branch: { id: IDS.branch, name: 'Sydney' },
    borrower_names: NAMES[at]!,
    lvr: at === 4 ? null : String(55 + at * 1.7),
    created_at: hoursAgo(30 + at * 20),
    updated_at: hoursAgo(at * at),
    version: 1,
    days_in_stage: at,
  }
}
