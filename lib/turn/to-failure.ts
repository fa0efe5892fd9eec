import type { Failure } from '../chat/failure.ts'
import type { MessageStatus } from '../chat/message.ts'
import { type StorageFault, storageFaultOf } from '../db/storage-fault.ts'
import { AppError } from '../errors.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { failureCode } from './failure-code.ts'

/** How a turn ends that did not complete. */
export interface FailedEnd {
  status: Exclude<MessageStatus, 'streaming' | 'complete'>
  failure?: Failure
}

/** Nothing that a user can do something about; the log says more. */
export const internalFailure: Failure = { code: 'internal', message: 'Something went wrong in Steno.', retryable: true }

/** What could not be kept is not shown: the answer ends where the disk did. */
const storageFailures: Record<StorageFault, Failure> = {
  full: { code: 'storage_full', message: 'The disk was full while this answer was being written.', retryable: true },
  corrupt: { code: 'storage_corrupt', message: 'The database is damaged.', retryable: false },
  locked: { code: 'storage_locked', message: 'Another program held the database for too long.', retryable: true }
}

/** The user's own budget has no room for the next call. */
export function isBudgetRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'budget_reached'
}

/** A stream that broke off is `interrupted`, as is what could not be stored; a refusal or an error is `failed`. A stop by the user is neither. */
export function endOfError(error: unknown): FailedEnd {
  if (!(error instanceof OpenRouterError)) {
    if (isBudgetRefusal(error)) return { status: 'failed', failure: { code: 'budget_reached', message: error.message, retryable: false } }
    const fault = storageFaultOf(error)
    return fault === null ? { status: 'failed', failure: internalFailure } : { status: 'interrupted', failure: storageFailures[fault] }
  }
  const cutOff = error.phase === 'truncated' || error.phase === 'too_large' || (error.phase === 'timeout' && error.generationId !== null)
  return {
    status: cutOff ? 'interrupted' : 'failed',
    failure: {
      code: failureCode(error),
      message: error.upstreamMessage,
      retryable: error.retryable,
      ...(error.code === null ? {} : { status: error.code }),
      ...(error.providerName === null ? {} : { provider: error.providerName }),
      ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
      ...factsForCard(error),
      ...(error.generationId === null ? {} : { generationId: error.generationId }),
      ...(error.requestId === null ? {} : { requestId: error.requestId }),
      ...(error.body === null ? {} : { details: withShortTexts(error.body) })
    }
  }
}

function factsForCard({ facts }: OpenRouterError): Partial<Failure> {
  const { affordableTokens, overflowTokens, contextTokens, patterns, flaggedInput, failedRoutingStep, fallbackModels, remedyHint } = facts
  const reasons = facts.reasons ?? patterns
  return {
    ...(affordableTokens === undefined ? {} : { affordableTokens }),
    ...(overflowTokens === undefined ? {} : { overflowTokens }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(reasons === undefined ? {} : { reasons }),
    ...(flaggedInput === undefined ? {} : { flaggedInput }),
    ...(failedRoutingStep === undefined ? {} : { failedRoutingStep }),
    ...(facts.resetsAt === undefined ? {} : { resetsAt: new Date(facts.resetsAt).toISOString() }),
    ...(fallbackModels === undefined ? {} : { fallbackModels }),
    ...(remedyHint === undefined ? {} : { remedyHint })
  }
}

/** An upstream may quote a whole request in its error; the message row keeps enough of it to understand. */
const longestDetail = 2000

function withShortTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.length > longestDetail ? `${value.slice(0, longestDetail)}…` : value
  if (Array.isArray(value)) return value.slice(0, 50).map(withShortTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withShortTexts(item)]))
}
