/** What a role may try at all, as on the server; whose records it may touch, only the server knows. */
import type { Role } from '@/api/types'

const STAFF: Role[] = ['admin', 'bd', 'credit', 'accounts']
const MATRIX = {
  'applications.lodge': ['admin', 'bd', 'broker'],
  'applications.edit': ['admin', 'bd', 'broker'],
  'applications.assign': ['admin', 'bd'],
  'notes.write': [...STAFF, 'broker'],
  'parties.directory': [...STAFF, 'broker'],
  'parties.manage': ['admin'],
  'users.admin': ['admin'],
} satisfies Record<string, Role[]>

export type Permission = keyof typeof MATRIX

export const may = (role: Role | null, permission: Permission): boolean =>
  role !== null && (MATRIX[permission] as Role[]).includes(role)

export const ROLE_NAMES: Record<Role, string> = {
  admin: 'Administrator', bd: 'BDM', credit: 'Credit manager', accounts: 'Accounts', broker: 'Broker', client: 'Client',
}
