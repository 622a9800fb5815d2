/** A failed call in one shape: a problem by RFC 9457, or no answer at all. */
import { AxiosError } from 'axios'

export interface Missing {
  code: string
  detail: string
}

interface Body {
  code?: string
  detail?: string
  errors?: Record<string, string[]>
  missing?: Missing[]
  request_id?: string
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: Record<string, string[]>
  readonly missing: Missing[]
  readonly requestId: string
  readonly retryAfter: number

  constructor(status: number, body: Body = {}, retryAfter = 0) {
    super(body.detail || WORDS[status] || WORDS.other)
    this.status = status
    this.code = body.code ?? (status ? `http_${status}` : 'offline')
    this.errors = body.errors ?? {}
    this.missing = body.missing ?? []
    this.requestId = body.request_id ?? ''
    this.retryAfter = retryAfter
  }

  /** A retry may work: there was no answer, it was too busy, or a service is unavailable. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const WORDS: Record<string | number, string> = {
  0: 'You’re offline. Check your connection and try again.',
  403: 'You don’t have access to do this.',
  404: 'Not found, or you don’t have access.',
  412: 'This was updated by someone else. Review and try again.',
  429: 'Too many attempts. Wait a moment and try again.',
  502: 'This section is temporarily unavailable. Try again shortly.',
  503: 'This section is temporarily unavailable. Try again shortly.',
  504: 'This section is temporarily unavailable. Try again shortly.',
  other: 'Something went wrong. Try again.',
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!(error instanceof AxiosError)) throw error
  const answer = error.response
  const body: Body = answer && typeof answer.data === 'object' && answer.data ? answer.data : {}
  return new Problem(answer?.status ?? 0, body, Number(answer?.headers['retry-after'] ?? 0) || 0)
}
