/** Changing the stage: the dialog, the request, and ten seconds to undo it. */
import { inject, provide, ref, shallowRef, type InjectionKey, type Ref } from 'vue'
import { changeStage, undoStage } from '@/api/applications'
import { asProblem } from '@/api/problem'
import type { Action, Missing, Transition } from '@/api/types'
import { toast } from '@/lib/toasts'
import type { OpenApplication } from '@/applications/openApplication'
import { t } from './words'

export interface Transitions {
  /** Whether the dialog is open. */
  open: Ref<boolean>
  /** The action that is being confirmed. */
  picked: Ref<Action | null>
  busy: Ref<boolean>
  /** What the last attempt was refused for. */
  missing: Ref<Missing[]>
  /** Without an action the dialog offers all of them. */
  start: (action?: Action) => void
  change: (body: Transition) => Promise<void>
}
const KEY: InjectionKey<Transitions> = Symbol('transitions')

export function provideTransitions(application: OpenApplication): Transitions {
  const [open, busy] = [ref(false), ref(false)]
  const [picked, missing] = [shallowRef<Action | null>(null), shallowRef<Missing[]>([])]
  const change = useChange(application, busy, () => (open.value = false))

  /** An action that asks nothing happens at once, because it can be undone. */
  function start(action?: Action) {
    missing.value = []
    picked.value = action ?? null
    if (action?.allowed && !action.wants_reason && !isFinal(action))
      void change({ to: action.to as Transition['to'] }).catch(onRefused)
    else open.value = true
  }
  function onRefused(error: unknown) {
    const problem = asProblem(error)
    if (!problem.missing.length) return void toast(problem.message, { tone: 'danger' })
    missing.value = problem.missing
    open.value = true
  }

  const transitions = { open, picked, busy, missing, start, change }
  provide(KEY, transitions)
  return transitions
}

function useChange(
  { app, refresh, settle }: OpenApplication,
  busy: Ref<boolean>,
  done: () => void,
) {
  async function undo(id: string) {
    try {
      const { stage_label: stage } = await undoStage(id)
      toast(t('undone', { stage }), { tone: 'ok', topic: `stage ${id}` })
    } catch (error) {
      toast(t('undoFailed', { detail: asProblem(error).message }), { tone: 'danger' })
    }
    await refresh()
  }

  return async function change(body: Transition) {
    const id = app.value.id
    busy.value = true
    try {
      const { stage_label: stage, undo_until: until } = await changeStage(id, body)
      done()
      const action = until ? { label: t('undo'), run: () => void undo(id) } : undefined
      toast(t('changed', { stage }), { tone: 'ok', action, topic: `stage ${id}` })
    } finally {
      busy.value = false
      await refresh()
      if (FINAL.has(body.to)) void settle()
    }
  }
}

export function useTransitions(): Transitions {
  const transitions = inject(KEY)
  if (!transitions) throw new Error('Only inside an open application')
  return transitions
}

/** The one next step: of the actions forward the first that is allowed, else the first that is blocked. */
export function nextAction(actions: Action[]): Action | null {
  const forward = actions.filter(({ direction }) => direction === 'forward')
  return forward.find(({ allowed }) => allowed) ?? forward[0] ?? null
}

/** These open or close a loan: they are confirmed first and can't be undone. */
const FINAL = new Set(['settled', 'discharged', 'closed'])
export const isFinal = (action: Action) => FINAL.has(action.to)
