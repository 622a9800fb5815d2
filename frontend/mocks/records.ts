/** Invented records of the checklist: consents, valuations, requests, decisions, advice, conditions. */
import { APP, day, iso, people } from './basics.ts'

/** Facts of a deal on its way to settlement, for the checklist. */
export function records() {
  const by = (who: { id: string; name: string; role: string }, days: number) => ({
    version: 1,
    application_id: APP,
    created_by: who,
    created_at: iso(days),
  })
  const paul = { id: 'u5', name: 'Paul Okafor', role: 'credit' }
  return {
    consents: [
      {
        id: 'k1',
        kind: 'privacy' as const,
        party_id: null as string | null,
        given_on: day(-19),
        note: null,
        ...by(people.priya, -19),
      },
    ],
    valuations: [
      {
        id: 'v1',
        value: '548000.00',
        valued_on: day(-10),
        valuer: 'Meridian Valuers',
        note: null,
        security: { position: 0, address: 'Unit 4, 12 Smith Street, Richmond, VIC, 3121' },
        ...by(people.priya, -9),
      },
    ],
    requirements: [
      {
        id: 'q1',
        title: 'Two latest payslips',
        detail: null as string | null,
        due_date: day(4) as string | null,
        resolved: false,
        resolution: null as string | null,
        resolved_by: null as object | null,
        resolved_at: null as string | null,
        ...by(people.priya, -3),
      },
      {
        id: 'q2',
        title: 'Contract of sale',
        detail: null,
        due_date: null,
        resolved: true,
        resolution: 'Sent by the broker',
        resolved_by: people.priya,
        resolved_at: iso(-2),
        ...by(people.priya, -8),
      },
    ],
    decisions: [
      {
        id: 'e1',
        decision: 'approve' as const,
        reason: 'Strong exit, second valuation not needed.',
        terms: { loan_amount: '500000.00', loan_term: 13, interest_rate: '9.45' },
        ...by(paul, -1),
      },
    ],
    legal_advice: [
      {
        id: 'l1',
        party_id: 'g1' as string | null,
        given_on: day(-1),
        solicitor: 'Hall & Wye',
        ...by(people.priya, -1),
      },
    ],
    conditions: [
      {
        id: 'x1',
        title: 'Insurance certificate of currency',
        met: true,
        evidence: 'Policy QBE 7781' as string | null,
        met_by: people.priya as object | null,
        met_at: iso(-1) as string | null,
        ...by(paul, -2),
      },
      {
        id: 'x2',
        title: 'First mortgagee’s consent',
        met: false,
        evidence: null,
        met_by: null,
        met_at: null,
        ...by(paul, -2),
      },
    ],
  }
}
