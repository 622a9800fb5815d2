import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Notification settings', intro: 'What you are told of, where, and when.', auto: 'Changes are saved by themselves.', saving: 'Saving…', savedAt: 'Saved {time}', notSaved: 'Could not save: see below.', retry: 'Try again', failed: 'Your settings cannot be shown right now', loading: 'Loading your settings', problem: 'There is a problem',
  kinds: 'What and where', kind: 'Kind', in_app: 'In the app', email: 'Email', digest: 'Digest', cell: '{kind}: {channel}', locked: 'Always on', lockedWhy: 'Repayments and their dates must reach you, so these cannot be switched off.', gridHint: 'With the keyboard: arrows move, Space switches.',
  digests: 'Digests', digestsHint: 'One email instead of many: what is ticked under “Digest” is gathered there.', daily: 'Daily, at 6 am', weekly: 'Weekly, Mondays at 7 am',
  when: 'How early', stale: 'Stage has not changed for', upcoming: 'Repayment is due in', days: 'days', badDays: 'Enter whole days, from 1 to 90',
  quiet: 'Quiet hours', quietHint: 'Emails wait until they are over. What is in the app shows at once.', quietOn: 'No emails between', from: 'From', to: 'To', zone: 'Time zone', zoneHint: 'Digests and quiet hours follow it.', sameTimes: 'Quiet hours begin and end at different times.', link: 'Settings',
})
