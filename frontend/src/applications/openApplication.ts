/** The application that is open, shared by the page, its tabs and its dialogs. */
import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Application } from '@/api/types'

export interface OpenApplication {
  app: Ref<Application>
  refetch: () => Promise<unknown>
  /** Reads it again after a change of its own, and tells the list. */
  refresh: () => Promise<unknown>
  /** Reads it again, now and a little later: other services report their changes with a delay. */
  settle: () => Promise<unknown>
}

const KEY: InjectionKey<OpenApplication> = Symbol('open application')

export const provideOpenApplication = (application: OpenApplication) => provide(KEY, application)

export function useOpenApplication(): OpenApplication {
  const application = inject(KEY)
  if (!application) throw new Error('Only inside an open application')
  return application
}
