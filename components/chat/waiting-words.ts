import type { StreamTimeouts } from '@/lib/chat/timeouts.ts'
import { formatDuration } from '@/lib/cost/format.ts'

interface Silence {
  who: string
  quietMs: number
  /** Something of this call has come. */
  begun: boolean
  timeouts: StreamTimeouts
}

/**
 * Who is being waited for, how long, and until when. `within`, because the page sees no keep-alive comments: without a byte
 * Steno gives up sooner than it does with them.
 */
export function waitingWords({ who, quietMs, begun, timeouts }: Silence): string {
  const { headersMs, firstContentMs, stalledMs } = timeouts
  const silence = formatDuration(Math.floor(quietMs / 1000) * 1000)
  const limit = formatDuration(begun ? stalledMs : headersMs + firstContentMs)
  return `${who} ${begun ? `has been quiet for ${silence}` : `is working, ${silence}`}; Steno gives up within ${limit}`
}
