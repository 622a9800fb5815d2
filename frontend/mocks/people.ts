/** The invented users, the stages, and the ids that tests name. */

export const IDS = {
  app: '0199a000-0000-7000-8000-000000000001',
  broker: '0199a000-0000-7000-8000-0000000000b1',
  bd: '0199a000-0000-7000-8000-0000000000d1',
  branch: '0199a000-0000-7000-8000-0000000000c1',
}
const STAGES: [string, string, string][] = [
  ['draft', 'Draft', 'neutral'],
  ['inquiry', 'Enquiry', 'info'],
  ['sent_to_lender', 'Sent to lender', 'info'],
  ['funding_table_issued', 'Funding table issued', 'progress'],
  ['valuation_ordered', 'Valuation ordered', 'progress'],
  ['more_info_required', 'More information required', 'warn'],
  ['formal_approval', 'Awaiting approval', 'ok'],
  ['settled', 'Settled', 'ok'],
  ['declined', 'Declined', 'danger'],
  ['withdrawn', 'Withdrawn', 'neutral'],
]
export const stages = STAGES.map(([code, label, tone], position) => ({
  code,
  label,
  tone,
  position,
  terminal: ['declined', 'withdrawn'].includes(code),
}))
export const users = ['admin', 'bd', 'broker', 'client', 'accounts', 'credit'].map((role, at) => ({
  id: `0199a000-0000-7000-8000-00000000000${at}`,
  version: 1,
  email: `${role}@lend.example`,
  name: ['Ada Lindqvist', 'Priya Raman', 'Tom Haddad', 'Mei Chen', 'Noor Aziz', 'Paul Okafor'][at]!,
  role,
  active: at !== 3,
  links:
    role === 'bd'
      ? { bd_id: IDS.bd, branch_id: IDS.branch }
      : role === 'broker'
        ? { broker_id: IDS.broker }
        : {},
}))

export const actorOf = (at: number) => ({
  id: users[at]!.id,
  name: users[at]!.name,
  role: users[at]!.role,
})
export const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
