import { catalogue } from '@/lib/words'

export const t = catalogue({
  none: 'None yet',
  add: 'Add',
  byWhen: '{name}, {when}',

  conditions: 'Settlement conditions',
  addCondition: 'Add condition',
  progress: '{n} of {of} satisfied',
  satisfy: 'Mark satisfied',
  satisfyOf: 'Mark satisfied: {title}',
  satisfiedBy: 'Satisfied: {name}, {when}',
  reopen: 'Reopen',
  reopened: 'Reopened: {title}',

  requests: 'Requested information',
  request: 'Request information',
  due: 'due {date}',
  resolve: 'Resolve',
  resolveOf: 'Resolve: {title}',
  resolvedBy: 'Resolved by {name}, {when}',

  consents: 'Consents',
  allParties: 'All parties',
  advice: 'Legal advice',
  allGuarantors: 'All guarantors',
  valuations: 'Valuations',
  allSecurities: 'All securities',
  on: 'on {date}',
  decisions: 'Decisions',
  decide: 'Approve or decline',
  approved: 'Approved',
  declined: 'Declined',
  ownApplication: 'You lodged this application, so another credit manager must decide.',
})
