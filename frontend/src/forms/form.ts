/** One form: its model, what is wrong with it, one idempotency key, and one request at a time. */
import {
  computed,
  inject,
  provide,
  reactive,
  ref,
  toRef,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { useDraft, readDraft } from './drafts'
import { errorsOf } from './errors'
import type { Errors } from './fields'
import { fieldId, read, write } from './pointer'

export interface FormOptions<M extends object, R> {
  /** The prefix of the field ids; one on a page. */
  id: string
  /** Names the draft on this device; without it nothing is kept. */
  draft?: string
  start: () => M
  /** From what was kept to a whole model; by default the kept fields over the start. */
  restore?: (kept: Partial<M>) => M
  /** What is wrong before sending; empty when it may be sent. */
  check?: (model: M) => Errors
  send: (model: M, key: string) => Promise<R>
  /** What a refusal means for this form, where that differs from `errorsOf`. */
  explain?: (problem: Problem, model: M) => Errors | undefined
  /** Whether a field is on the page, so that an error can link to it. */
  has?: (at: string, model: M) => boolean
  /** Whose field it is, where several have the same one: "Borrower 2". */
  ownerOf?: (at: string, model: M) => string
  /** Every edit makes another request of it (a note), not a correction of the first (a payment). */
  keyPerEdit?: boolean
}

interface Kept<M> {
  values: Partial<M>
  key: string
}

export function createForm<M extends object, R>(options: FormOptions<M, R>) {
  const kept = options.draft ? readDraft<Kept<M>>(options.draft) : null
  const restore = options.restore ?? ((values) => ({ ...options.start(), ...values }))
  const model = reactive(kept ? restore(kept.values) : options.start()) as M
  const key = ref(kept?.key ?? newKey())
  const savedAt = ref<Date | null>(null)
  const stored = computed(() => ({ values: model, key: key.value }))
  const discard = options.draft
    ? useDraft(options.draft, stored, (at) => (savedAt.value = at))
    : () => undefined
  if (options.keyPerEdit)
    watch(
      () => JSON.stringify(model),
      () => (key.value = newKey()),
    )
  const errors = useErrors(model, options)
  const sending = useSubmit(model, key, options, errors, discard)

  /** Back to an empty form, with a key of its own. */
  function reset() {
    Object.assign(model, options.start())
    key.value = newKey()
    errors.clear()
    discard()
  }
  const id = options.id
  return {
    id,
    model,
    key,
    savedAt,
    ...errors,
    ...sending,
    reset,
    discard,
    kept: kept?.values ?? null,
  }
}

/** What is wrong by field, and as the lines of a summary that link to the fields. */
function useErrors<M extends object, R>(model: M, options: FormOptions<M, R>) {
  const [errors, attempts] = [ref<Errors>({}), ref(0)]
  const has = options.has ?? ((at: string) => at !== '' && read(model, at) !== undefined)
  const lines = computed(() =>
    Object.entries(errors.value).map(([at, text]) => ({
      id: has(at, model) ? fieldId(options.id, at) : undefined,
      text: withOwner(options.ownerOf?.(at, model), text),
    })),
  )
  function refuse(refused: Errors): null {
    errors.value = refused
    attempts.value++
    return null
  }
  function clear() {
    errors.value = {}
    attempts.value = 0
  }
  return { errors, attempts, lines, refuse, clear }
}

/** One request at a time: the server's answer, or null with the errors set. */
function useSubmit<M extends object, R>(
  model: M,
  key: Ref<string>,
  options: FormOptions<M, R>,
  { errors, refuse }: ReturnType<typeof useErrors>,
  discard: () => void,
) {
  const busy = ref(false)
  async function submit(): Promise<R | null> {
    if (busy.value) return null
    const invalid = options.check?.(model) ?? {}
    if (Object.keys(invalid).length) return refuse(invalid)
    busy.value = true
    errors.value = {}
    try {
      const answer = await options.send(model, key.value)
      discard()
      return answer
    } catch (error) {
      const problem = asProblem(error)
      return refuse(options.explain?.(problem, model) ?? errorsOf(problem))
    } finally {
      busy.value = false
    }
  }
  return { busy, submit }
}

const newKey = (): string => crypto.randomUUID()

/** "John Doe: enter a first name"; what starts with an acronym stays as it is. */
function withOwner(owner: string | undefined, text: string): string {
  if (!owner) return text
  const isWord = /^[A-Z][a-z]/.test(text)
  return `${owner}: ${isWord ? text[0]!.toLowerCase() + text.slice(1) : text}`
}

export type Form<M extends object = object, R = unknown> = ReturnType<typeof createForm<M, R>>
const KEY: InjectionKey<Form> = Symbol('form')

export function provideForm<M extends object, R>(form: Form<M, R>): Form<M, R> {
  provide(KEY, form as unknown as Form)
  return form
}

export function useForm<M extends object = object>(): Form<M> {
  const form = inject(KEY)
  if (!form) throw new Error('Only inside a form')
  return form as unknown as Form<M>
}

/** One field by its pointer. */
export function useField(at: () => string) {
  const form = useForm()
  return {
    id: computed(() => fieldId(form.id, at())),
    error: computed(() => form.errors.value[at()]),
    value: computed({
      get: () => (read(form.model, at()) as string | undefined) ?? '',
      set: (text: string | null | undefined) => write(form.model, at(), text ?? ''),
    }),
  }
}

/** The rows of a list by its pointer. */
export function useRows<T>(at: () => string, blank: () => T) {
  const form = useForm()
  const rows: Ref<T[]> = toRef(() => (read(form.model, at()) as T[] | undefined) ?? [])
  return {
    rows,
    idOf: (index: number, field: string) => fieldId(form.id, `${at()}/${index}/${field}`),
    add: () => rows.value.push(blank()),
    remove: (index: number) => rows.value.splice(index, 1),
  }
}
