import { OpenRouterError } from '../openrouter/errors.ts'
import { logError } from '../telemetry/log.ts'
import { endOfError, type FailedEnd, isBudgetRefusal } from './to-failure.ts'
import { endOfAbort } from './turn-error.ts'

interface EndedTurn {
  messageId: string
  /** Given where an abort is what throws. */
  signal?: AbortSignal
}

/** How a turn ends that was aborted or in which something was thrown. What nobody foresaw is logged under the id that the failure card names. */
export function endByError(thrown: unknown, { messageId, signal }: EndedTurn): FailedEnd {
  const error: unknown = signal?.aborted ? signal.reason : thrown
  const aborted = endOfAbort(error)
  if (aborted) return aborted
  if (!(error instanceof OpenRouterError || isBudgetRefusal(error))) logError('turn.step', error, { messageId })
  return endOfError(error)
}
