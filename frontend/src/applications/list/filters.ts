/** The filters of the list, by their names in the API and the address. */
export const FILTERS = [
  'q',
  'stage',
  'application_type',
  'bd_id',
  'created_from',
  'created_to',
  'amount_min',
  'amount_max',
] as const
export const SORTS = [
  '-created_at',
  '-updated_at',
  '-loan_amount',
  'loan_amount',
  'reference_number',
] as const
export const MORE = ['created_from', 'created_to', 'amount_min', 'amount_max'] as const
