/** Moving the stage: the dialog, the move itself, and ten seconds to take it back. */
import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import { moveApplication, undoMove } from '@/api/applications'
import { asProblem } from '@/api/problem'
import type { Action, Transition } from '@/api/types'
import { toast } from '@/session/toasts'
import type { Detail } from './detail'
import { t } from './words'

export interface Moving {
  open: Ref<boolean>
  /** The move that is being confirmed, when one was picked already. */
  picked: Ref<Action | null>
  busy: Ref<boolean>
  start: (action?: Action) => void
  move: (body: Transition) => Promise<void>
}
const KEY: InjectionKey<Moving> = Symbol('moving')

export function provideMoving({ app, refresh }: Detail): Moving {
  const [open, picked, busy] = [ref(false), ref<Action | null>(null), ref(false)]

  async function move(body: Transition) {
    const id = app.value.id
    busy.value = true
    try {
      const moved = await moveApplication(id, body)
      open.value = false
      const action = moved.undo_until ? { label: t('undo'), run: () => void undo(id) } : undefined
      toast(t('moved', { stage: moved.stage_label }), { tone: 'ok', action })
    } finally {
      busy.value = false
      await refresh()
    }
  }

  async function undo(id: string) {
    try {
      toast(t('undone', { stage: (await undoMove(id)).stage_label }), { tone: 'ok' })
    } catch (error) {
      toast(t('undoLate', { detail: asProblem(error).message }), { tone: 'danger' })
    }
    await refresh()
  }

  /** A move that asks nothing happens at once; it can be taken back. */
  function start(action?: Action) {
    picked.value = action ?? null
    if (action?.allowed && !action.wants_reason) void move({ to: action.to as Transition['to'] }).catch(fail)
    else open.value = true
  }
  const fail = (error: unknown) => void toast(asProblem(error).message, { tone: 'danger' })

  const moving = { open, picked, busy, start, move }
  provide(KEY, moving)
  return moving
}

export function useMoving(): Moving {
  const moving = inject(KEY)
  if (!moving) throw new Error('Only inside an open application')
  return moving
}

/** The one legal next step: the first move onward that may be made; a way out or back is none. */
const ONWARD = (action: Action) => !action.wants_reason && !action.label.startsWith('Back')
export const nextStep = (actions: Action[]) => actions.find((one) => one.allowed && ONWARD(one)) ?? null
export const waiting = (actions: Action[]) => actions.find((one) => !one.allowed && ONWARD(one)) ?? null
