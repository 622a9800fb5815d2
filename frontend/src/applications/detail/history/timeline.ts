/** The activity feed: its kinds in a few groups, and each entry in words. */
import type { TimelineEntry } from '@/api/types'
import { day, money } from '@/lib/au'
import { humanise } from '@/lib/words'
import { t } from './words'

export const CHIPS = ['all', 'stages', 'notes', 'documents', 'money', 'checks'] as const
export type Chip = (typeof CHIPS)[number]

const GROUPS: Record<string, Chip> = {
  stage: 'stages',
  undo: 'stages',
  note: 'notes',
  document: 'documents',
  money: 'money',
  funding: 'money',
  schedule: 'money',
}
export const chipOf = (entry: TimelineEntry): Chip => GROUPS[entry.kind] ?? 'checks'
export const entriesOf = (feed: TimelineEntry[], chip: string) =>
  chip && chip !== 'all' ? feed.filter((entry) => chipOf(entry) === chip) : feed

/** Newest day first, in the reader's own time zone. */
export function byDay(feed: TimelineEntry[]): { name: string; entries: TimelineEntry[] }[] {
  const today = day(new Date().toISOString())
  const days = Object.groupBy(feed, (entry) => day(entry.at))
  return Object.entries(days).map(([name, entries]) => ({
    name: name === today ? t('today') : name,
    entries: entries ?? [],
  }))
}

interface Description {
  title: string
  detail?: string | null
}
type StageLabel = (code: string) => string
type Describe = (entry: TimelineEntry, stage: StageLabel) => Description

const titled =
  (key: Parameters<typeof t>[0], detailed = true): Describe =>
  ({ title, detail }) => ({ title: t(key, { title }), detail: detailed ? detail : undefined })

const DESCRIBE: Record<string, Describe> = {
  stage: ({ title, detail }, stage) => ({
    title: t('stage', { stage: stage(title) }),
    detail: reasonText(detail),
  }),
  undo: ({ title }, stage) => ({ title: t('undo', { stage: stage(title) }) }),
  note: titled('note'),
  consent: ({ title, detail }) => ({ title: t('consent', { title: humanise(title) }), detail }),
  valuation: ({ title, detail }) => ({ title: t('valuation', { amount: money(title) }), detail }),
  requirement: titled('requirement'),
  requirement_resolved: titled('requirementResolved'),
  decision: ({ title, detail }) => ({ title: t('decision', { title: humanise(title) }), detail }),
  legal_advice: titled('advice', false),
  condition: titled('condition', false),
  condition_met: titled('conditionMet'),
  document: ({ title, detail }) => ({ title: t('document', { title }), detail: humanise(detail) }),
  money: ({ title, detail }) => ({
    title: t('money', { title: humanise(title), amount: money(detail) }),
  }),
  funding: ({ detail }) => ({ title: t('funding', { amount: money(detail) }) }),
  schedule: ({ title }) => ({
    title: t(title === 'settlement' ? 'scheduleCreated' : 'scheduleRecalculated'),
  }),
}

/** A reason from the fixed list is a code, a note is free text. */
const reasonText = (text: string | null | undefined) =>
  text && /^[a-z_]+$/.test(text) ? humanise(text) : text

export const describe: Describe = (entry, stage) =>
  DESCRIBE[entry.kind]?.(entry, stage) ?? { title: humanise(entry.title), detail: entry.detail }

/** The tab that an entry belongs to. */
const TABS: Partial<Record<Chip, string>> = {
  notes: '/notes',
  documents: '/documents',
  checks: '/checklist',
}
const MONEY_TABS: Record<string, string> = {
  funding: '',
  schedule: '/repayments',
  money: '/ledger',
}

export function linkOf(entry: TimelineEntry, application: string): string {
  const tab = MONEY_TABS[entry.kind] ?? TABS[chipOf(entry)]
  return tab === undefined ? '' : `/applications/${application}${tab}`
}
