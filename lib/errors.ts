import type { BudgetRefusal } from './chat/budget.ts'

/**
 * A refusal that a client may see. `code` and `message` are safe to show; everything else that is thrown becomes
 * "Something went wrong" with a request id. The one place that turns it into a Response is lib/http/route.ts.
 */
export class AppError extends Error {
  readonly code: string
  readonly httpStatus: number
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  /** The running message, on 409 `turn_active`. */
  readonly messageId: string | undefined
  /** The budget that would be passed, on 402 `budget_reached`. */
  readonly budget: BudgetRefusal | undefined

  constructor(code: string, httpStatus: number, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.httpStatus = httpStatus
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
    this.messageId = options.messageId
    this.budget = options.budget
  }
}

interface AppErrorOptions {
  cause?: unknown
  retryable?: boolean
  retryAfterMs?: number
  messageId?: string
  budget?: BudgetRefusal
}

/** A row that does not exist, is deleted, or belongs to someone else: the three look the same. */
export class NotFoundError extends AppError {
  constructor(what: string) {
    super('not_found', 404, `No such ${what}.`)
  }
}

/** Fails the build when a union got a new member that a switch does not know. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
