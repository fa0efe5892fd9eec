import type { FailedEnd } from './to-failure.ts'

/** Why a running turn was aborted by us; the reason of its AbortSignal. */
export class TurnAborted extends Error {
  readonly #by: 'user' | 'restart'

  constructor(by: 'user' | 'restart') {
    super(`The turn was aborted: ${by}`)
    this.name = 'TurnAborted'
    this.#by = by
  }

  end(): FailedEnd {
    return this.#by === 'user' ? { status: 'stopped' } : { status: 'interrupted', failure: restartFailure }
  }
}

/** The process went down while the answer was being written. */
export const restartFailure = {
  code: 'server_restart',
  message: 'Steno restarted while this answer was being written.',
  retryable: true
} as const
