/** The form instance: what is typed, what is wrong, one key for one submit. */
import { computed, inject, provide, reactive, ref, toRef, type InjectionKey, type Ref } from 'vue'
import { lodgeApplication } from '@/api/applications'
import { asProblem, type Problem } from '@/api/problem'
import type { Application } from '@/api/types'
import { mirror, recall } from '@/session/mirror'
import { dropBlankRows, isBlank, toBody } from './body'
import { check, type Errors } from './checks'
import { blank, empty, restored, type Many, type Typed } from './model'
import { fieldId, read, write } from './pointer'
import { t } from './words'

interface Kept {
  typed: Partial<Typed>
  key: string
}

export function createForm(name: string, start: Partial<Typed>) {
  const kept = recall<Kept>(name)
  const model = reactive(kept ? restored(kept.typed) : { ...empty(), ...start }) as Typed
  const key = ref(kept?.key ?? crypto.randomUUID())
  const [errors, tries, busy, savedAt, waiting] = [
    ref<Errors>({}),
    ref(0),
    ref(false),
    ref<Date | null>(null),
    ref(false),
  ]
  const stored = computed(() => ({ typed: model, key: key.value }))
  const forget = mirror(name, stored as Ref<Kept>, (at) => (savedAt.value = at))

  const lines = computed(() =>
    Object.entries(errors.value).map(([at, text]) => ({
      id: at && read(model, at) !== undefined ? fieldId(at) : undefined,
      text,
    })),
  )

  function refuse(found: Errors): null {
    errors.value = found
    tries.value++
    return null
  }

  /** The answer, or null with the errors set. The button is locked from the first press on. */
  async function submit(): Promise<Application | null> {
    if (busy.value) return null
    if (waiting.value) return refuse({ '': t('e.waiting') })
    dropBlankRows(model)
    if (!model.borrowers.length && !model.companies.length) model.borrowers.push(blank.borrowers())
    const found = check(model)
    if (Object.keys(found).length) return refuse(found)
    busy.value = true
    try {
      const answer = await lodgeApplication(toBody(model), key.value)
      forget()
      return answer
    } catch (error) {
      return refuse(fromServer(asProblem(error)))
    } finally {
      busy.value = false
    }
  }

  function startOver() {
    Object.assign(model, { ...empty(), ...start })
    key.value = crypto.randomUUID()
    refuse({})
  }

  return {
    model,
    errors,
    tries,
    busy,
    savedAt,
    waiting,
    lines,
    submit,
    startOver,
    restored: Boolean(
      kept && !isBlank({ ...kept.typed, repayment_frequency: '', bd_id: '', branch_id: '' }),
    ),
  }
}

function fromServer(problem: Problem): Errors {
  const found = Object.entries(problem.errors).map(([at, texts]) => [at, texts.join(' ')])
  if (found.length) return Object.fromEntries(found)
  return { '': problem.code === 'idempotency_key_reused' ? t('e.reused') : problem.message }
}

export type Form = ReturnType<typeof createForm>
const KEY: InjectionKey<Form> = Symbol('form')
export const provideForm = (form: Form) => provide(KEY, form)

export function useForm(): Form {
  const form = inject(KEY)
  if (!form) throw new Error('Only inside the form')
  return form
}

/** One field by its pointer: value, id and error. */
export function useField(at: () => string) {
  const form = useForm()
  return {
    id: computed(() => fieldId(at())),
    error: computed(() => form.errors.value[at()]),
    value: computed({
      get: () => (read(form.model, at()) as string | undefined) ?? '',
      set: (text: string | null | undefined) => write(form.model, at(), text ?? ''),
    }),
  }
}

/** Rows of a list by its pointer. */
export function useList(at: () => string, what: Many) {
  const form = useForm()
  const rows = toRef(() => (read(form.model, at()) as unknown[] | undefined) ?? [])
  return {
    rows,
    add: () => rows.value.push(blank[what]()),
    remove: (index: number) => rows.value.splice(index, 1),
  }
}
