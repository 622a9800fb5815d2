/** Everything that can go wrong with a call, in one shape: RFC 9457, or no answer at all. */
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

  /** Trying the same again may work: no answer, too busy, or a part that is down. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const WORDS: Record<string | number, string> = {
  0: 'There is no connection. Check your network and try again.',
  403: 'Your role does not allow this.',
  404: 'This does not exist, or it is not yours to see.',
  412: 'Somebody changed this while you were looking at it.',
  429: 'Too many tries in a short time. Wait a moment.',
  502: 'This part of Lend does not answer right now.',
  503: 'This part of Lend does not answer right now.',
  504: 'This part of Lend does not answer right now.',
  other: 'Something went wrong on our side. Try again.',
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!(error instanceof AxiosError)) throw error
  const answer = error.response
  const body: Body = answer && typeof answer.data === 'object' && answer.data ? answer.data : {}
  return new Problem(answer?.status ?? 0, body, Number(answer?.headers['retry-after'] ?? 0) || 0)
}
