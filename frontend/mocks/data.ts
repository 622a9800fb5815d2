/** Invented data for tests and for looking at pages; it changes like the real one. */
import { application } from './application.ts'
import { directory } from './directory.ts'
import * as files from './files.ts'
import { NAMES, row } from './list.ts'
import * as money from './money.ts'
import { IDS, actorOf, hoursAgo, users } from './people.ts'
import { records } from './records.ts'
import type { preferences } from './views.ts'

export { IDS, stages, users } from './people.ts'

const notification = (at: number, read: boolean) => ({
  id: `0199a000-0000-7000-8000-00000000020${at}`,
  kind: ['application_lodged', 'assigned', 'stage_changed'][at % 3]!,
  title: [
    `New application APP-2026-00010${at}`,
    `APP-2026-00010${at} is yours now`,
    `APP-2026-00010${at} moved to Valuation ordered`,
  ][at % 3]!,
  message: [
    'Tom Haddad lodged it.',
    'Ada Lindqvist assigned it to you.',
    'Priya Raman moved it from Enquiry to Valuation ordered.',
  ][at % 3]!,
  link: `/applications/${IDS.app}`,
  created_at: hoursAgo(at * 9),
  read_at: read ? hoursAgo(1) : null,
  acknowledged_at: null,
})

const fresh = () => ({
  role: 'admin',
  signedIn: true,
  rows: NAMES.map((_, at) => row(at)),
  app: application(),
  users: structuredClone(users),
  notifications: [0, 1, 2, 3, 4, 5].map((at) => notification(at, at > 2)),
  ...directory(),
  waits: null as { to: string; label: string; missing: { code: string; detail: string }[] } | null,
  preferences: null as ReturnType<typeof preferences> | null,
  posted: [] as { path: string; body: Record<string, unknown>; key: string | null }[],
  lodged: [] as { body: Record<string, unknown>; key: string | null }[],
})
export let db = fresh()
export const reset = () => (db = fresh())

/** The same deal far along: settled, with an overdue instalment. */
export function fill(app: ReturnType<typeof application>) {
  const happened = [
    ['money', 'fee_paid', '2500.00', 12],
    ['document', 'Indicative letter APP-2026-000101.pdf', 'indicative_letter', 20],
    ['funding', 'funding table 2', '475080.00', 72],
    ['condition', 'First mortgagee’s consent', null, 48],
    ['decision', 'approve', 'Strong exit, second valuation not needed.', 26],
    ['valuation', '548000.00', 'Meridian Valuers', 200],
  ] as const
  const timeline = happened.map(([kind, title, detail, hours], at) => ({
    id: `t${at}`,
    kind,
    title,
    detail: detail as string | null,
    at: hoursAgo(hours),
    actor: actorOf(1),
  }))
  return Object.assign(app, records(), {
    documents: files.documents(),
    repayments: money.repayments(),
    fees: money.fees(),
    ledger: money.journals(),
    loan: money.loan(),
    funding: money.funding(),
    stage: 'settled',
    stage_label: 'Settled',
    stage_tone: 'ok',
    bd_id: IDS.bd,
    bd: db.bdms[0],
    signed_by: 'John Doe',
    signature_date: '2026-03-04',
    uploaded_pdf_path: '/api/documents/d2/content/',
    warnings: [],
    timeline: [...timeline, ...app.timeline].sort((a, b) => b.at.localeCompare(a.at)),
  })
}

/** What blocks the stages of the deal; a test may set its own in `db.waits`. */
export function actions(app: { stage: string; bd_id: string | null }) {
  const missing = app.bd_id ? [] : [{ code: 'bd', detail: 'Assign a BDM first.' }]
  const out = [
    {
      to: 'declined',
      label: 'Decline',
      direction: 'exit',
      tone: 'danger',
      allowed: true,
      missing: [],
      wants_reason: true,
    },
    {
      to: 'withdrawn',
      label: 'Withdraw',
      direction: 'exit',
      tone: 'neutral',
      allowed: true,
      missing: [],
      wants_reason: true,
    },
  ]
  if (db.waits)
    return [
      {
        to: db.waits.to,
        label: db.waits.label,
        direction: 'forward',
        tone: 'progress',
        allowed: !db.waits.missing.length,
        missing: db.waits.missing,
        wants_reason: false,
      },
      ...out,
    ]
  if (app.stage === 'settled')
    return [
      {
        to: 'discharged',
        label: 'Discharge',
        direction: 'forward',
        tone: 'ok',
        allowed: true,
        missing: [],
        wants_reason: false,
      },
    ]
  if (app.stage !== 'inquiry') return out
  return [
    {
      to: 'sent_to_lender',
      label: 'Send to lender',
      direction: 'forward',
      tone: 'info',
      allowed: !missing.length,
      missing,
      wants_reason: false,
    },
    ...out,
  ]
}
