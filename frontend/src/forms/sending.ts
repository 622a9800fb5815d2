/** One form, one idempotency key, one press: locked until the answer is there, what is refused stands at its field. */
import { computed, ref } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { t } from './words'

export type Errors = Record<string, string>

/** `names` are the fields there are; what concerns none of them is said on top of the form. */
export function useSending(names: () => string[], id: (name: string) => string) {
  const [busy, tries, errors] = [ref(false), ref(0), ref<Errors>({})]
  const lines = computed(() =>
    Object.entries(errors.value).map(([name, text]) => ({
      id: names().includes(name) ? id(name) : undefined,
      text,
    })),
  )

  function refuse(found: Errors): null {
    errors.value = found
    tries.value++
    return null
  }

  async function send<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    errors.value = {}
    try {
      return await work()
    } catch (error) {
      return refuse(fromServer(asProblem(error)))
    } finally {
      busy.value = false
    }
  }
  return { busy, tries, errors, lines, refuse, send }
}

export function fromServer(problem: Problem): Errors {
  const found = Object.entries(problem.errors).map(([at, texts]) => [at.slice(1), texts.join(' ')])
  if (found.length) return Object.fromEntries(found)
  if (problem.missing.length)
    return Object.fromEntries(problem.missing.map((one) => [`!${one.code}`, one.detail]))
  if (problem.status === 0) return { '!': t('noAnswer') }
  return { '!': problem.code === 'idempotency_key_reused' ? t('reused') : problem.message }
}
