/** The terms of a loan in one line: "$500,000, 30 months, 5.50% p.a.". */
import { dollars, plural, rate } from '@/lib/au'

export interface Terms {
  loan_amount?: string | null
  loan_term?: number | null
  interest_rate?: string | null
}

export const termsText = (terms: Terms) =>
  [
    dollars(terms.loan_amount),
    terms.loan_term && plural(terms.loan_term, 'month'),
    terms.interest_rate && rate(terms.interest_rate),
  ]
    .filter(Boolean)
    .join(', ')
