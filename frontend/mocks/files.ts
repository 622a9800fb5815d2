/** Invented documents of the open deal. */
import type { DocumentFile } from '../src/api/documents.ts'
import { APP, day, iso, people } from './basics.ts'

const file = (id: string, type: string, name: string, more: object = {}): DocumentFile => ({
  id,
  version: 1,
  application_id: APP,
  type: type as 'other',
  name,
  content_type: 'application/pdf',
  size: 182_400,
  sha256: 'a'.repeat(64),
  number: 1,
  path: `/api/documents/${id}/content/`,
  template: null,
  fee_id: null,
  repayment_id: null,
  note_id: null,
  party_id: null,
  signed_by: null,
  signature_date: null,
  created_by: people.priya,
  created_at: iso(-4),
  ...more,
})
export const documents = (): DocumentFile[] => [
  file('d1', 'indicative_letter', 'Indicative letter APP-2026-000101.pdf', {
    template: 'indicative_letter',
    number: 2,
  }),
  file('d2', 'signed_form', 'indicative-letter-signed.pdf', {
    signed_by: 'John Doe',
    signature_date: day(-2),
    created_by: people.tom,
    size: 1_420_000,
    party_id: 'p1',
  }),
  file(
    'd4',
    'valuation_report',
    'Meridian Valuers – 12 Smith Street, Richmond – full valuation report with comparable sales and photographs.pdf',
    { size: 8_700_000 },
  ),
  file('d3', 'invoice', 'commitment-fee-invoice.pdf', { fee_id: 'f1', created_by: people.tom }),
  file('d5', 'identification', 'passport-john-doe.jpg', {
    content_type: 'image/jpeg',
    created_by: people.tom,
    party_id: 'p1',
  }),
]
