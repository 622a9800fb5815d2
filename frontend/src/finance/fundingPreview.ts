/** Finance calculates the funding table while it is typed; of several answers only the latest counts. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Funding } from '@/api/finance.types'
import { asProblem } from '@/api/problem'
import { errorsOf } from '@/forms/errors'
import type { Errors } from '@/forms/fields'

const PAUSE = 400

interface PreviewOptions {
  /** What is typed, to be watched. */
  source: () => unknown
  /** Null while it cannot be calculated. */
  calculate: () => Promise<Funding> | null
  onErrors: (errors: Errors) => void
}

export function useFundingPreview({ source, calculate, onErrors }: PreviewOptions) {
  const [preview, stale] = [shallowRef<Funding>(), ref(false)]
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function update() {
    const current = ++round
    const answer = calculate()
    stale.value = answer !== null
    if (!answer) return
    try {
      const funding = await answer
      if (current === round) [preview.value, stale.value] = [funding, false]
    } catch (error) {
      if (current === round) onErrors(errorsOf(asProblem(error)))
    }
  }
  watch(source, () => {
    stale.value = true
    onErrors({})
    clearTimeout(timer)
    timer = setTimeout(() => void update(), PAUSE)
  })
  void update()
  onScopeDispose(() => clearTimeout(timer))
  return { preview, stale }
}
