/** Australian money, dates, numbers and addresses: one front door, pure functions only. */
export * from './au/addresses'
export * from './au/dates'
export * from './au/money'
export * from './au/numbers'
