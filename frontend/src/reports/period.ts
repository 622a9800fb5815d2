/** Named periods; the address holds their days. */
import { financialYear, monthOf, today } from '@/lib/au'

export type Preset = 'all' | 'month' | 'fy' | 'lastFy' | 'custom'
export const PRESETS: Preset[] = ['all', 'month', 'fy', 'lastFy', 'custom']

const range = (preset: Preset, day: string): [string, string] =>
  (
    ({
      all: ['', ''],
      custom: ['', ''],
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
    (name) => range(name, day).join() === `${from},${to}`,
  ) ?? 'custom'
