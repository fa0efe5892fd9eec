import type { Failure, FailureCode } from '../chat/failure.ts'
import type { MessageStatus } from '../chat/message.ts'
import { OpenRouterError } from '../openrouter/errors.ts'

/** How a turn ends that did not complete. */
export interface FailedEnd {
  status: Exclude<MessageStatus, 'streaming' | 'complete'>
  failure?: Failure
}

/** Nothing that a user can do something about; the log says more. */
export const internalFailure: Failure = { code: 'internal', message: 'Something went wrong in Steno.', retryable: true }

const byStatus: Record<number, FailureCode> = {
  400: 'upstream_invalid',
  401: 'upstream_auth',
  402: 'upstream_credits',
  403: 'upstream_moderation',
  404: 'upstream_model',
  408: 'upstream_timeout',
  413: 'too_large',
  422: 'upstream_invalid',
  429: 'upstream_rate_limit',
  504: 'upstream_timeout'
}

/** https://openrouter.ai/docs/api_reference/errors-and-debugging names the types. */
const byErrorType: Record<string, FailureCode> = {
  authentication: 'upstream_auth',
  permission_denied: 'upstream_auth',
  payment_required: 'upstream_credits',
  rate_limit_exceeded: 'upstream_rate_limit',
  content_policy_violation: 'upstream_moderation',
  refusal: 'upstream_moderation',
  not_found: 'upstream_model',
  payload_too_large: 'too_large',
  timeout: 'upstream_timeout',
  context_length_exceeded: 'context_length',
  token_limit_exceeded: 'context_length'
}

const contextLengthText = /context length|maximum context|too many tokens|prompt is too long/i

function failureCode(error: OpenRouterError): FailureCode {
  switch (error.phase) {
    case 'network':
      return 'network'
    case 'timeout':
      return 'upstream_timeout'
    case 'truncated':
      return 'upstream_truncated'
    case 'bad_data':
      return 'upstream_bad_data'
    case 'too_large':
      return 'too_large'
    case 'http':
    case 'stream':
    case 'choice': {
      const typed = error.errorType === null ? undefined : byErrorType[error.errorType]
      if (typed) return typed
      if (error.code === 400 && contextLengthText.test(error.upstreamMessage)) return 'context_length'
      return (error.code === null ? undefined : byStatus[error.code]) ?? 'upstream_error'
    }
  }
}

/** A stream that broke off is `interrupted`; a refusal or an error is `failed`. A stop by the user is neither. */
export function endOfError(error: unknown): FailedEnd {
  if (!(error instanceof OpenRouterError)) {
    return { status: 'failed', failure: internalFailure }
  }
  const code = failureCode(error)
  const cutOff = error.phase === 'truncated' || error.phase === 'too_large' || (error.phase === 'timeout' && error.generationId !== null)
  return {
    status: cutOff ? 'interrupted' : 'failed',
    failure: {
      code,
      message: error.upstreamMessage,
      retryable: error.retryable,
      ...(error.code === null ? {} : { status: error.code }),
      ...(error.providerName === null ? {} : { provider: error.providerName }),
      ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
      ...(error.generationId === null ? {} : { generationId: error.generationId }),
      ...(error.body === undefined ? {} : { details: error.body })
    }
  }
}
