import type { OpenRouterHandlerOptions } from '../../lib/openrouter/handler.ts'
import { OpenRouterHandler } from '../../lib/openrouter/handler.ts'
import { FakeClock } from './fake-clock.ts'
import { collect, modelInfo, type Outcome, userMessage } from './harness.ts'
import { generationId } from './stream.ts'

/**
 * The handler's outcome for a body that arrives in exactly these reads. No socket is between: it may join pieces, and
 * thousands of them take their time.
 */
export async function outcomeOfReads(reads: readonly Uint8Array[], options: Partial<OpenRouterHandlerOptions> = {}): Promise<Outcome> {
  const send = async () => {
    const waiting = reads.values()
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { value, done } = waiting.next()
        if (done) controller.close()
        else controller.enqueue(value)
      }
    })
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'X-Generation-Id': generationId } })
  }
  const handler = new OpenRouterHandler({
    openRouterApiKey: 'sk-or-v1-test',
    openRouterModelId: 'acme/model',
    openRouterModelInfo: modelInfo,
    clock: new FakeClock(),
    fetch: send,
    ...options
  })
  return collect(handler, [userMessage('Hello')])
}

/** A body cut at these offsets. */
export function cutAt(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const bounds = [0, ...[...new Set(offsets)].sort((left, right) => left - right), bytes.length]
  return bounds.slice(1).map((end, place) => bytes.subarray(bounds[place], end))
}
