/** The lodging form: the form engine with this form's model, checks and body. */
import { inject, provide, ref, type InjectionKey } from 'vue'
import { lodgeApplication } from '@/api/applications'
import { createForm, provideForm } from '@/forms/form'
import { dropBlankRows, isBlank } from './blanks'
import { toBody } from './body'
import { check } from './checks'
import { blank, empty, restored, type Typed } from './model'
import { ownerOf } from './owners'
import { t } from './words'

export function createLodgeForm(userId: string, defaults: Partial<Typed>) {
  /** Whether a file is still being uploaded. */
  const uploading = ref(false)
  const form = createForm({
    id: 'f',
    draft: `lodge.${userId}`,
    start: () => ({ ...empty(), ...defaults }),
    restore: restored,
    check: (model) => {
      if (uploading.value) return { '': t('stillUploading') }
      dropBlankRows(model)
      if (!model.borrowers.length && !model.companies.length)
        model.borrowers.push(blank.borrowers())
      return check(model)
    },
    send: (model, key) => lodgeApplication(toBody(model), key),
    explain: ({ code }) => (code === 'idempotency_key_reused' ? { '': t('reused') } : undefined),
    ownerOf: (at, model) => ownerOf(model, at),
  })
  return { ...form, uploading, isRestored: hasContent(form.kept) }
}

/** What every form starts with is no content. */
const hasContent = (kept: Partial<Typed> | null) =>
  kept !== null && !isBlank({ ...kept, repayment_frequency: '', bd_id: '', branch_id: '' })

export type LodgeForm = ReturnType<typeof createLodgeForm>
const KEY: InjectionKey<LodgeForm> = Symbol('lodge form')

export function provideLodgeForm(form: LodgeForm): LodgeForm {
  provide(KEY, form)
  provideForm(form)
  return form
}

export function useLodgeForm(): LodgeForm {
  const form = inject(KEY)
  if (!form) throw new Error('Only inside the lodging form')
  return form
}
