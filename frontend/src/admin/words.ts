import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Users', add: 'Add user', search: 'Search', searchHint: 'Name or email', role: 'Role', anyRole: 'Any role', status: 'Status', anyStatus: 'Any status', active: 'Active', inactive: 'Deactivated',
  name: 'Name', email: 'Email', standsFor: 'Stands for', password: 'First password', passwordHint: 'At least 12 characters. Tell it to them in person; it is not mailed.',
  chooseRole: 'Choose a role', linkBroker: 'Broker they stand for', linkBdm: 'BDM they stand for', chooseLink: 'Nobody yet',
  enterName: 'Enter the name', enterEmail: 'Enter the email address', enterPassword: 'Enter a first password', enterRole: 'Choose a role',
  problem: 'There is a problem', close: 'Close', cancel: 'Cancel', loading: 'Loading users', failed: 'Users cannot be shown', retry: 'Try again',
  none: 'No user matches', noneDetail: 'Try another name, role or status.', clear: 'Clear filters',
  deactivate: 'Deactivate', activate: 'Activate', deactivateOf: 'Deactivate {name}', activateOf: 'Activate {name}', yourself: 'This is you',
  deactivated: '{name} can no longer sign in.', activated: '{name} can sign in again.', added: '{name} was added.', undo: 'Undo', changed: 'Somebody changed this user meanwhile; look again.', more: 'Show more',
})
