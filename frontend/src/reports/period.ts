/** Ranges people ask for by name; the address holds their days. */
import { financialYear, monthOf, today } from '@/lib/au'

export type Preset = 'all' | 'month' | 'fy' | 'lastFy' | 'own'
export const PRESETS: Preset[] = ['all', 'month', 'fy', 'lastFy', 'own']

const range = (preset: Preset, day: string): [string, string] =>
  (
    ({
      all: ['', ''],
      own: ['', ''],
      month: monthOf(day),
      fy: financialYear(day),
      lastFy: financialYear(day, 1),
    }) as Record<Preset, [string, string]>
  )[preset]

export const daysOf = (preset: Preset, day = today()) => {
  const [from, to] = range(preset, day)
  return { from, to }
}
export const presetOf = (from: string, to: string, day = today()): Preset =>
  (['all', 'month', 'fy', 'lastFy'] as const).find(
    (one) => range(one, day).join() === `${from},${to}`,
  ) ?? 'own'
