/** Money of one application, read from its owner, fresh whenever something is posted. */
import { useQuery, useQueryCache } from '@pinia/colada'
import { computed } from 'vue'
import { listFees, listLedger, listLoans, listRepayments, readLoan } from '@/api/finance'
import { asProblem } from '@/api/problem'
import { useFresh } from '@/live/fresh'

const MONEY = ['fee', 'loan', 'payment', 'instalment', 'schedule', 'journal', 'document'] as const

/** One list of finance about one application, by its name. */
function useList<T>(
  name: string,
  application: () => string,
  read: (application: string) => Promise<T>,
) {
  const { data, error, refetch } = useQuery({
    key: () => ['finance', application(), name],
    query: () => read(application()),
  })
  useFresh(MONEY, refetch)
  return { data, problem: computed(() => error.value && asProblem(error.value)), refetch }
}

export const useFees = (application: () => string) => useList('fees', application, listFees)
export const useRepayments = (application: () => string) =>
  useList('repayments', application, listRepayments)
export const useLedger = (application: () => string) => useList('ledger', application, listLedger)
export const useLoan = (application: () => string) =>
  useList('loan', application, async (id) => {
    const found = (await listLoans(id)).items[0]
    return found ? readLoan(found.id) : null
  })

/** After a posting everything about the application's money is read again. */
export function useRefreshMoney(application: () => string) {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: ['finance', application()] })
}
