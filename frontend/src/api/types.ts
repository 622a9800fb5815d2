/** The shapes the screens read: the generated ones, made exact where the document only says "object". */
import type { Address } from '@/lib/au'
import type * as A from './generated/applications'
import type * as U from './generated/auth'
import type * as N from './generated/notifications'
import type * as P from './generated/parties'
import type { DocumentFile } from './documents'
import type { Fee, Funding, Journal, Loan, Repayment } from './finance.types'
import type { Missing } from './problem'

export type Tone = 'neutral' | 'info' | 'progress' | 'warn' | 'ok' | 'danger'
export type { Address, Missing }
/** Without the index signature for unknown fields. */
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] }
type Toned<T> = Omit<T, 'stage_tone'> & { stage_tone: Tone }

export interface Page<T> {
  items: T[]
  next?: string | null
  total?: number | null
}

export type Role = U.SessionUser['role']
export type Links = U.Links
export type SessionUser = U.SessionUser
export type Session = U.Session
export type Refreshed = U.Refreshed
export type User = U.User
export type NewUser = U.NewUserWritable
export type UserChange = U.UserChangeWritable

export type Named = A.Named
export type Actor = A.Actor
export type ApplicationRow = Toned<A.Item>
export type ApplicationPage = Omit<A.ApplicationPage, 'items'> & { items: ApplicationRow[] }
export type ApplicationFilter = NonNullable<A.ListApplicationsData['query']>
export type NewApplication = A.NewApplicationWritable
export type ApplicationChange = A.ApplicationChangeWritable
export type Stage = Omit<A.Stage, 'tone'> & { tone: Tone }
export type Action = Omit<A.Action, 'tone'> & { tone: Tone }
export type StageChanged = A.Moved
export type Transition = A.Transition
export type Note = A.Note
export type StageHistoryRow = A.HistoryRow
export type TimelineEntry = A.TimelineEntry
export type Security = A.SecurityShape
export type Expert = A.ExpertShape

/** A party as an application shows it; version 0 means lodged but not yet saved by the parties service. */
export type Party = Known<A.OnApplication> &
  Partial<Omit<A.PersonShape & A.CompanyShape, 'id' | 'email' | 'phone'>>
export type Guarantor = Known<A.Guarantor> & Party
export type Contact = Known<A.OnApplication> & { company?: string | null }
export interface Section {
  as_of: string | null
  silent: boolean
}
export type Consent = A.Consent
export type Valuation = A.Valuation
export type Requirement = A.Requirement
export type Decision = A.Decision
export type LegalAdvice = A.LegalAdvice
export type Condition = A.Condition
export interface Records {
  consents: Consent[]
  valuations: Valuation[]
  requirements: Requirement[]
  decisions: Decision[]
  legal_advice: LegalAdvice[]
  conditions: Condition[]
}

export type Application = Toned<
  Omit<
    A.Application,
    | 'borrowers'
    | 'companies'
    | 'guarantors'
    | 'allowed_actions'
    | 'sections'
    | 'broker'
    | 'bd'
    | 'fees'
    | 'repayments'
    | 'ledger'
    | 'documents'
    | keyof Records
  >
> &
  Records & {
    fees: Fee[]
    repayments: Repayment[]
    ledger: Journal[]
    documents: DocumentFile[]
    loan?: Loan | null
    funding?: Funding | null
    borrowers: Party[]
    companies: Party[]
    guarantors: Guarantor[]
    allowed_actions: Action[]
    sections: Record<string, Section>
    broker?: Contact | null
    bd?: Contact | null
  }

export type Broker = P.Broker
export type Bdm = P.Bdm
export type Branch = P.Branch
export type NewBroker = P.BrokerShape
export type NewBdm = P.BdmShape
export type NewBranch = P.BranchShape

export type Notification = N.Notification
export type NotificationPage = N.NotificationPage

/** A message of the socket: which record changed. */
export interface Hint {
  seq?: number
  event_id?: string
  kind: string
  entity: string
  id: string
  version?: number
  actor?: Partial<Actor> | null
  client_id?: string | null
  occurred_at?: string
}
