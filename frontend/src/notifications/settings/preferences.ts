/** Preferences save a moment after a change; what cannot be saved stays on the page with the reason. */
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { readPreferences, writePreferences, type Preferences } from '@/api/preferences'
import { asProblem, type Problem } from '@/api/problem'
import { errorsOf } from '@/forms/errors'
import type { Errors } from '@/forms/fields'
import { time } from '@/lib/au'
import { t } from './words'

const PAUSE = 600

type State = 'idle' | 'saving' | 'saved' | 'failed'

export function usePreferences() {
  const form = reactive({}) as Preferences
  const [loaded, failed] = [ref(false), ref<Problem>()]
  const errors = ref<Errors>({})
  const [state, savedAt] = [ref<State>('idle'), ref('')]
  const status = computed(() => statusText(state.value, savedAt.value, errors.value['']))
  /** What the server has, as text. */
  let stored = ''

  async function load() {
    failed.value = undefined
    try {
      Object.assign(form, await readPreferences())
      stored = JSON.stringify(form)
      loaded.value = true
    } catch (error) {
      failed.value = asProblem(error)
    }
  }

  async function save() {
    const sent = JSON.stringify(form)
    if (!loaded.value || sent === stored) return
    state.value = 'saving'
    try {
      await writePreferences(JSON.parse(sent) as Preferences)
      stored = sent
      errors.value = {}
      savedAt.value = time(new Date().toISOString())
      state.value = 'saved'
      if (JSON.stringify(form) !== sent) void save()
    } catch (error) {
      errors.value = errorsOf(asProblem(error))
      state.value = 'failed'
    }
  }
  useAutosave(form, save)
  void load()
  return { form, loaded, failed, errors, state, status, load, save }
}

function statusText(state: State, time: string, error: string | undefined): string {
  if (state === 'saving') return t('saving')
  if (state === 'saved') return t('savedAt', { time })
  return state === 'failed' ? (error ?? t('notSaved')) : t('automatic')
}

/** Saves a moment after the last change, and when the page is left. */
function useAutosave(form: object, save: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const saveNow = () => {
    clearTimeout(timer)
    void save()
  }
  watch(
    form,
    () => {
      clearTimeout(timer)
      timer = setTimeout(saveNow, PAUSE)
    },
    { deep: true },
  )
  onScopeDispose(saveNow)
}
