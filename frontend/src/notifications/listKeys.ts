/** J and K move between rows; other keys act on the row that has the focus. */
import { useKeys } from '@/lib/keys'

export function useListKeys(actions: Record<string, (id: string) => void>): void {
  const rows = () => [...document.querySelectorAll<HTMLElement>('[data-notification]')]
  const current = () => document.activeElement?.closest<HTMLElement>('[data-notification]') ?? null
  const step = (by: number) => {
    const all = rows()
    const at = current() ? all.indexOf(current()!) + by : 0
    all[Math.min(all.length - 1, Math.max(0, at))]?.querySelector<HTMLElement>('a, button')?.focus()
  }
  const acting = Object.entries(actions).map(([key, act]) => [
    key,
    () => {
      const id = current()?.dataset.notification
      if (id) act(id)
    },
  ])
  useKeys({ j: () => step(1), k: () => step(-1), ...Object.fromEntries(acting) })
}
