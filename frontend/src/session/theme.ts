/** Light, dark, or as the system says; remembered on this device. */
import { ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'lend.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

export const theme = ref<Theme>((localStorage.getItem(KEY) as Theme | null) ?? 'system')

export function setTheme(next: Theme): void {
  theme.value = next
  localStorage.setItem(KEY, next)
  paint()
}

function paint(): void {
  const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}
system.addEventListener('change', paint)
