/** Moving the stage: the dialog, the move itself, and ten seconds to take it back. */
import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import { moveApplication, undoMove } from '@/api/applications'
import { asProblem } from '@/api/problem'
import type { Action, Missing, Transition } from '@/api/types'
import { toast } from '@/session/toasts'
import type { Detail } from './detail'
import { t } from './words'

export interface Moving {
  open: Ref<boolean>
  /** The move that is being confirmed, when one was picked already. */
  picked: Ref<Action | null>
  busy: Ref<boolean>
  /** What the last try was refused for. */
  refused: Ref<Missing[]>
  start: (action?: Action) => void
  move: (body: Transition) => Promise<void>
}
const KEY: InjectionKey<Moving> = Symbol('moving')

export function provideMoving({ app, refresh, settle }: Detail): Moving {
  const [open, picked, busy, refused] = [
    ref(false),
    ref<Action | null>(null),
    ref(false),
    ref<Missing[]>([]),
  ]

  async function move(body: Transition) {
    const id = app.value.id
    busy.value = true
    try {
      const moved = await moveApplication(id, body)
      open.value = false
      const action = moved.undo_until ? { label: t('undo'), run: () => void undo(id) } : undefined
      toast(t('moved', { stage: moved.stage_label }), { tone: 'ok', action, topic: `move ${id}` })
    } finally {
      busy.value = false
      await refresh()
      if (FINAL.has(body.to)) void settle()
    }
  }

  async function undo(id: string) {
    try {
      toast(t('undone', { stage: (await undoMove(id)).stage_label }), {
        tone: 'ok',
        topic: `move ${id}`,
      })
    } catch (error) {
      toast(t('undoLate', { detail: asProblem(error).message }), { tone: 'danger' })
    }
    await refresh()
  }

  /** A move that asks nothing happens at once; it can be taken back. */
  function start(action?: Action) {
    refused.value = []
    picked.value = action ?? null
    if (action?.allowed && !action.wants_reason && !isFinal(action))
      void move({ to: action.to as Transition['to'] }).catch(fail)
    else open.value = true
  }
  /** Refused after all: the dialog says for what it waits. */
  function fail(error: unknown) {
    const problem = asProblem(error)
    if (!problem.missing.length) return void toast(problem.message, { tone: 'danger' })
    refused.value = problem.missing
    open.value = true
  }

  const moving = { open, picked, busy, refused, start, move }
  provide(KEY, moving)
  return moving
}

export function useMoving(): Moving {
  const moving = inject(KEY)
  if (!moving) throw new Error('Only inside an open application')
  return moving
}

/** The one next step: the first move onward, made or waiting; of several the first that may be made. */
export function nextStep(actions: Action[]): Action | null {
  const onward = actions.filter((action) => action.direction === 'forward')
  return onward.find((one) => one.allowed) ?? onward[0] ?? null
}
/** These open or close a loan: they are asked twice and never taken back. */
const FINAL = new Set(['settled', 'discharged', 'closed'])
export const isFinal = (action: Action) => FINAL.has(action.to)
