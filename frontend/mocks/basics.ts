/** Ids and days that the invented records share. */

export const APP = '0199a000-0000-7000-8000-000000000001'
export const LOAN = '0199a000-0000-7000-8000-0000000000e1'
export const iso = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
export const day = (days: number) => iso(days).slice(0, 10)
export const people = {
  tom: { id: 'u2', name: 'Tom Haddad', role: 'broker' },
  priya: { id: 'u1', name: 'Priya Raman', role: 'bd' },
}
