/** The form that reverses a payment, with the reason for it. */
import { reversePayment } from '@/api/finance'
import type { Journal, Payment } from '@/api/finance.types'
import type { FormSpec } from '@/forms/fields'
import { money } from '@/lib/au'
import { reasonFields } from './feeForms'
import { t } from './words'

export const reversalForm = (journal: Journal): FormSpec<Payment> => ({
  name: `reverse.${journal.payment_id}`,
  title: t('reverseTitle', { amount: money(journal.amount) }),
  description: t('reverseIntro'),
  verb: t('reverse'),
  danger: true,
  fields: reasonFields(),
  post: (body, key) => reversePayment(journal.payment_id ?? '', body, key),
  saved: () => t('paymentReversed', { amount: money(journal.amount) }),
})
