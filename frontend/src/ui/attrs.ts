/** A field's class is for its box, everything else (type, autocomplete, listeners) for the control inside. */
import { computed, useAttrs } from 'vue'

export function useControlAttrs() {
  const attrs = useAttrs()
  return computed(() =>
    Object.fromEntries(Object.entries(attrs).filter(([name]) => name !== 'class')),
  )
}
