/** The sections of the lodging form, in their order. */
import { t } from './words'

export const SECTIONS = (
  [
    'deal',
    'people',
    'companies',
    'guarantors',
    'security',
    'documents',
    'experts',
    'solvency',
    'exit',
    'note',
    'fees',
  ] as const
).map((id) => ({ id, title: t(id) }))
