/** What a role may do, as on the server; for whose records, only the server knows. */
import type { Role } from '@/api/types'

const STAFF: Role[] = ['admin', 'bd', 'credit', 'accounts']
const EVERYBODY: Role[] = [...STAFF, 'broker', 'client']
export const MATRIX = {
  'applications.lodge': ['admin', 'bd', 'broker'],
  'applications.edit': ['admin', 'bd', 'broker'],
  'applications.assign': ['admin', 'bd'],
  'applications.record': ['admin', 'credit', 'bd'],
  'applications.decide': ['admin', 'credit'],
  'notes.write': [...STAFF, 'broker'],
  'finance.read': EVERYBODY,
  'finance.fund': ['admin', 'credit', 'bd'],
  'finance.post': ['admin', 'accounts'],
  'finance.books': ['admin', 'credit', 'accounts'],
  'documents.upload': EVERYBODY,
  'documents.generate': STAFF,
  'reports.read': STAFF,
  'parties.write': ['admin', 'bd'],
  'parties.directory': [...STAFF, 'broker'],
  'parties.manage': ['admin'],
  'users.admin': ['admin'],
} satisfies Record<string, Role[]>

export type Permission = keyof typeof MATRIX

export const may = (role: Role | null, permission: Permission): boolean =>
  role !== null && (MATRIX[permission] as Role[]).includes(role)

export const ROLE_NAMES: Record<Role, string> = {
  admin: 'Administrator',
  bd: 'BDM',
  credit: 'Credit manager',
  accounts: 'Accounts',
  broker: 'Broker',
  client: 'Client',
}
