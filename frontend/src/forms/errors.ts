/** From a refused call to what is wrong with the form. */
import type { Problem } from '@/api/problem'
import type { Errors } from './fields'
import { t } from './words'

export function errorsOf(problem: Problem): Errors {
  const fields = Object.entries(problem.errors).map(([at, texts]) => [at, texts.join(' ')])
  if (fields.length) return Object.fromEntries(fields)
  if (problem.missing.length)
    return Object.fromEntries(problem.missing.map(({ code, detail }) => [`#${code}`, detail]))
  return { '': messageOf(problem) }
}

function messageOf(problem: Problem): string {
  if (problem.status === 0) return t('noAnswer')
  if (problem.status === 412) return t('changedMeanwhile')
  return problem.code === 'idempotency_key_reused' ? t('reused') : problem.message
}

/** The one sentence for a toast. */
export const firstErrorOf = (problem: Problem) => Object.values(errorsOf(problem))[0] ?? ''
