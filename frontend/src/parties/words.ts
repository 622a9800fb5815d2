import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Parties',
  kinds: 'Kind of party',
  brokers: 'Brokers', bdms: 'BDMs', branches: 'Branches',
  search: 'Search', searchHint: 'Name or email',
  'add.brokers': 'Add broker', 'add.bdms': 'Add BDM', 'add.branches': 'Add branch',
  'none.brokers': 'No brokers yet', 'none.bdms': 'No BDMs yet', 'none.branches': 'No branches yet',
  noneDetail: 'Once added, they can be named on applications.',
  noMatch: 'Nobody matches “{q}”', clear: 'Clear search',
  name: 'Name', company: 'Company', phone: 'Phone', email: 'Email', branch: 'Branch', bdmsOf: 'BDMs', brokersOf: 'Brokers', address: 'Address',
  optional: '(optional)', noBranch: 'No branch',
  street: 'Street', city: 'Suburb', state: 'State', postcode: 'Postcode', chooseState: 'Choose a state',
  enterName: 'Enter the name', problem: 'There is a problem', close: 'Close', cancel: 'Cancel',
  added: '{name} was added.', loading: 'Loading the directory', failed: 'The directory cannot be shown', retry: 'Try again',
  more: 'Show more', count: '{n} in all',
})
