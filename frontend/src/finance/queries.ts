/** Money of one application, read from finance, and again whenever something is posted. */
import { useQuery, useQueryCache } from '@pinia/colada'
import { computed } from 'vue'
import { listFees, listLedger, listLoans, listRepayments, readLoan } from '@/api/finance'
import { asProblem } from '@/api/problem'
import { useFresh } from '@/live/fresh'

const MONEY = ['fee', 'loan', 'payment', 'instalment', 'schedule', 'journal', 'document'] as const

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

/** Null when there is no loan; undefined until that is known. */
export const useLoan = (application: () => string) =>
  useList('loan', application, async (id) => {
    const loan = (await listLoans(id)).items[0]
    return loan ? readLoan(loan.id) : null
  })

/** After a posting everything about the application's money is read again. */
export function useRefreshMoney(application: () => string) {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: ['finance', application()] })
}
