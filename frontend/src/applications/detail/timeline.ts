/** The feed of what happened: its kinds in a few groups, and each line in words. */
import type { Happening } from '@/api/types'
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
export const chipOf = (one: Happening): Chip => GROUPS[one.kind] ?? 'checks'
export const filtered = (feed: Happening[], chip: string) =>
  chip && chip !== 'all' ? feed.filter((one) => chipOf(one) === chip) : feed

/** Newest day first, in the reader's own zone. */
export function byDay(feed: Happening[]): { name: string; items: Happening[] }[] {
  const now = day(new Date().toISOString())
  return Object.entries(Object.groupBy(feed, (one) => day(one.at))).map(([name, items]) => ({
    name: name === now ? t('dayToday') : name,
    items: items ?? [],
  }))
}

type Say = (
  one: Happening,
  stage: (code: string) => string,
) => { title: string; detail?: string | null }
const SAY: Record<string, Say> = {
  stage: (one, stage) => ({
    title: t('tlStage', { stage: stage(one.title) }),
    detail: reason(one.detail),
  }),
  undo: (one, stage) => ({ title: t('tlUndo', { stage: stage(one.title) }) }),
  note: (one) => ({ title: t('tlNote'), detail: one.detail }),
  consent: (one) => ({ title: t('tlConsent', { title: humanise(one.title) }), detail: one.detail }),
  valuation: (one) => ({
    title: t('tlValuation', { amount: money(one.title) }),
    detail: one.detail,
  }),
  requirement: (one) => ({ title: t('tlRequirement', { title: one.title }), detail: one.detail }),
  requirement_resolved: (one) => ({
    title: t('tlRequirementDone', { title: one.title }),
    detail: one.detail,
  }),
  decision: (one) => ({
    title: t('tlDecision', { title: humanise(one.title) }),
    detail: one.detail,
  }),
  legal_advice: (one) => ({ title: t('tlAdvice'), detail: one.detail }),
  condition: (one) => ({ title: t('tlCondition', { title: one.title }) }),
  condition_met: (one) => ({
    title: t('tlConditionDone', { title: one.title }),
    detail: one.detail,
  }),
  document: (one) => ({
    title: t('tlDocument', { title: one.title }),
    detail: humanise(one.detail),
  }),
  money: (one) => ({
    title: t('tlMoney', { title: humanise(one.title), amount: money(one.detail) }),
  }),
  funding: (one) => ({ title: t('tlFunding', { amount: money(one.detail) }) }),
  schedule: (one) => ({ title: t('tlSchedule', { title: humanise(one.title).toLowerCase() }) }),
}
/** A reason from the list is a code, a note is somebody's words. */
const reason = (text: string | null | undefined) =>
  text && /^[a-z_]+$/.test(text) ? humanise(text) : text

export const say: Say = (one, stage) =>
  SAY[one.kind]?.(one, stage) ?? {
    title: t('tlOther', { title: humanise(one.title) }),
    detail: one.detail,
  }

/** Where a line leads to: the tab that holds what it is about. */
const TABS: Partial<Record<Chip, string>> = {
  notes: '/notes',
  documents: '/documents',
  checks: '/checklist',
}
const MONEY: Record<string, string> = { funding: '', schedule: '/repayments', money: '/ledger' }
export const leadsTo = (one: Happening, application: string) => {
  const tab = MONEY[one.kind] ?? TABS[chipOf(one)]
  return tab === undefined ? '' : `/applications/${application}${tab}`
}
