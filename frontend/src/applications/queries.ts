/** Where applications and stages are kept in the query cache. */
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { humanise } from '@/lib/words'
import { listStages } from '@/api/applications'

export const LIST = ['applications', 'list'] as const
export const applicationKey = (id: string) => ['applications', 'one', id] as const

/** Stages in their order come from the API, so a new stage needs no release of this page. */
export function useStages() {
  const { data } = useQuery({
    key: ['applications', 'stages'],
    query: listStages,
    staleTime: 3_600_000,
  })
  const stages = computed(() => data.value ?? [])
  const label = (code: string | null | undefined) =>
    stages.value.find((stage) => stage.code === code)?.label ?? humanise(code)
  return { stages, label }
}
