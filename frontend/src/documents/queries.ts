/** The documents of an application, fresh whenever one of them changes. */
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { listDocuments } from '@/api/documents'
import { asProblem } from '@/api/problem'
import { useFresh } from '@/live/fresh'

export const documentsOf = (application: string) => ['documents', application] as const

export function useDocuments(application: () => string) {
  const { data, error, refetch } = useQuery({
    key: () => documentsOf(application()),
    query: () => listDocuments(application()),
  })
  useFresh(['document'], refetch)
  return {
    documents: computed(() => data.value?.items),
    problem: computed(() => error.value && asProblem(error.value)),
    refetch,
  }
}
