/** Preferences save themselves a moment after a change; what cannot be saved says why and stays on the page. */
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { readPreferences, writePreferences, type Preferences } from '@/api/preferences'
import { asProblem, type Problem } from '@/api/problem'
import { time } from '@/lib/au'
import { t } from './words'

const PAUSE = 600

export function usePreferences() {
  const [loaded, failed] = [ref(false), ref<Problem>()]
  const form = reactive({}) as Preferences
  const errors = ref<Record<string, string>>({})
  const [state, savedAt] = [ref<'idle' | 'saving' | 'saved' | 'failed'>('idle'), ref('')]
  let [timer, known]: [ReturnType<typeof setTimeout> | undefined, string] = [undefined, '']

  async function load() {
    failed.value = undefined
    try {
      Object.assign(form, await readPreferences())
      known = JSON.stringify(form)
      loaded.value = true
    } catch (error) {
      failed.value = asProblem(error)
    }
  }

  async function save() {
    clearTimeout(timer)
    const sent = JSON.stringify(form)
    if (!loaded.value || sent === known) return
    state.value = 'saving'
    try {
      await writePreferences(JSON.parse(sent) as Preferences)
      known = sent
      errors.value = {}
      savedAt.value = time(new Date().toISOString())
      state.value = 'saved'
      if (JSON.stringify(form) !== sent) void save()
    } catch (error) {
      const problem = asProblem(error)
      errors.value = Object.keys(problem.errors).length
        ? Object.fromEntries(
            Object.entries(problem.errors).map(([at, texts]) => [at, texts.join(' ')]),
          )
        : { '': problem.message }
      state.value = 'failed'
    }
  }
  watch(
    form,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void save(), PAUSE)
    },
    { deep: true },
  )
  onScopeDispose(() => void save())
  void load()
  const status = computed(
    () =>
      ({
        idle: t('auto'),
        saving: t('saving'),
        saved: t('savedAt', { time: savedAt.value }),
        failed: errors.value[''] ?? t('notSaved'),
      })[state.value],
  )
  return { form, loaded, failed, errors, state, status, load, save }
}
