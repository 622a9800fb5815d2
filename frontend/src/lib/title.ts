/** A page can have a better title than its route ("APP-2026-000123 · Doe") while it is shown. */
import { onScopeDispose, ref, toValue, watchEffect, type MaybeRefOrGetter } from 'vue'

export const ownTitle = ref('')

export function useTitle(title: MaybeRefOrGetter<string>): void {
  watchEffect(() => (ownTitle.value = toValue(title)))
  onScopeDispose(() => (ownTitle.value = ''))
}
