/** How long an answer may take to move on, in milliseconds. Each call upstream is held to them. */
export interface StreamTimeouts {
  /** Until the response's headers. */
  headersMs: number
  /** From the headers to the first content, while keep-alive comments say that the provider works. */
  firstContentMs: number
  /** Without a single byte. */
  silenceMs: number
  /** Without content in the middle of an answer, comments or not. */
  stalledMs: number
  /** The whole call. */
  totalMs: number
}

export const defaultTimeouts: StreamTimeouts = {
  headersMs: 30_000,
  firstContentMs: 180_000,
  silenceMs: 60_000,
  stalledMs: 90_000,
  totalMs: 900_000
}

/** From and to which length a user can set them: below, no answer would come; above, nobody waits. */
export const timeoutBounds: Record<keyof StreamTimeouts, { leastMs: number; mostMs: number }> = {
  headersMs: { leastMs: 1000, mostMs: 600_000 },
  firstContentMs: { leastMs: 1000, mostMs: 3_600_000 },
  silenceMs: { leastMs: 1000, mostMs: 600_000 },
  stalledMs: { leastMs: 1000, mostMs: 3_600_000 },
  totalMs: { leastMs: 5000, mostMs: 14_400_000 }
}

/** `chosen`: those that a user has set. */
export function timeoutsOf(chosen: Partial<Record<keyof StreamTimeouts, number | undefined>> = {}): StreamTimeouts {
  return {
    headersMs: chosen.headersMs ?? defaultTimeouts.headersMs,
    firstContentMs: chosen.firstContentMs ?? defaultTimeouts.firstContentMs,
    silenceMs: chosen.silenceMs ?? defaultTimeouts.silenceMs,
    stalledMs: chosen.stalledMs ?? defaultTimeouts.stalledMs,
    totalMs: chosen.totalMs ?? defaultTimeouts.totalMs
  }
}
