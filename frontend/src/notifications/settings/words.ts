import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Notification settings',
  intro: 'Choose how we notify you.',
  automatic: 'Changes save automatically',
  saving: 'Saving…',
  savedAt: 'Saved {time}',
  notSaved: 'Not saved. See below.',
  retry: 'Try again',
  failed: 'Your settings are temporarily unavailable',
  loading: 'Loading your settings',

  kinds: 'Notifications',
  kind: 'Type',
  in_app: 'In-app',
  email: 'Email',
  digest: 'Digest',
  cell: '{kind}: {channel}',
  locked: 'Always on',
  lockedReason: 'Repayment notifications are required, so these can’t be turned off.',

  digests: 'Digests',
  digestsHint: 'One email with everything ticked under Digest.',
  daily: 'Daily at 6 am',
  weekly: 'Weekly, Mondays at 7 am',

  timing: 'Timing',
  stale: 'Application stalled for',
  upcoming: 'Repayment due in',
  days: 'days',
  badDays: 'Enter 1 to 90 days',

  quiet: 'Quiet hours',
  quietHint: 'Emails wait until quiet hours end. In-app notifications aren’t delayed.',
  quietOn: 'No emails between',
  from: 'From',
  to: 'To',
  zone: 'Time zone',
  zoneHint: 'Used for digests and quiet hours.',
})
