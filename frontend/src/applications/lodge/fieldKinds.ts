/** How the fields of an application are read, by their name in the contract. */
import type { Kind } from '@/forms/kinds'

const named = (kind: Kind, ...names: string[]) => names.map((name) => [name, kind] as const)

const KINDS = new Map<string, Kind>([
  ...named(
    'money',
    'loan_amount',
    'amount',
    'value',
    'estimated_value',
    'balance',
    'repayment',
    'liability_cap',
  ),
  ...named('date', 'date_of_birth', 'since', 'estimated_settlement_date', 'remind_date'),
  ...named('months', 'loan_term', 'capitalised_interest_months'),
  ...named('rate', 'interest_rate'),
  ...named('percent', 'share_percent'),
  ...named('answer', 'bankruptcy', 'judgments', 'tax_arrears', 'arrears_on_loans'),
  ...named('email', 'email'),
  ...named('abn', 'abn'),
  ...named('acn', 'acn'),
  ...named('bsb', 'bsb'),
  ...named('account', 'account_number'),
  ...named('tags', 'tags'),
])

export const kindOf = (name: string): Kind => KINDS.get(name) ?? 'text'
