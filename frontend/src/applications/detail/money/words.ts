import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Funding table',
  newVersion: 'New version',
  version: 'Version {n} by {name}, {when}',
})
