/** The two panels that can open over any page; each comes with its first use. */
import { ref } from 'vue'

export const palette = ref(false)
export const sheet = ref(false)
export const openPalette = () => (palette.value = true)
export const openSheet = () => (sheet.value = true)
