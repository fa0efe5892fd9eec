import type { FailedEnd } from './to-failure.ts'

/** `cap`: what the answer costs is above the cap that it was given. */
type AbortedBy = 'user' | 'restart' | 'cap'

/** Why we abort a running turn; the reason of its AbortSignal. */
export class TurnAborted extends Error {
  readonly by: AbortedBy

  constructor(by: AbortedBy) {
    super(`The turn was aborted: ${by}`)
    this.name = 'TurnAborted'
    this.by = by
  }
}

/**
 * How a turn ends that we aborted; `null` when the reason is another one. Goes by the name: Next compiles
 * instrumentation and routes apart, so one aborts with its own copy of the class and the other would not know it.
 */
export function endOfAbort(reason: unknown): FailedEnd | null {
  if (!(reason instanceof Error) || reason.name !== 'TurnAborted' || !('by' in reason)) return null
  return reason.by === 'restart' ? { status: 'interrupted', failure: restartFailure } : { status: 'stopped' }
}

/** The process went down while the answer was being written. */
export const restartFailure = {
  code: 'server_restart',
  message: 'Steno restarted while this answer was being written.',
  retryable: true
} as const
