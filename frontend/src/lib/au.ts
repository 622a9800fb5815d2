/** Australian money, dates, numbers, addresses and counts: one front door, pure functions only. */
export * from './au/addresses'
export * from './au/dates'
export * from './au/money'
export * from './au/numbers'
export * from './au/plurals'
export * from './au/sizes'
