import { mostTextBytes } from '../chat/text-limit.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import type { StepChunk } from './keep-image.ts'

/** The room for what one answer says, thinks and calls, over all steps of its turn. */
export class AnswerRoom {
  #left = mostTextBytes
  #isFull = false

  /** As much of a chunk as there is room for. What is cut off can be told by `check` afterwards. */
  fit(chunk: StepChunk): StepChunk {
    switch (chunk.type) {
      case 'text':
        return { ...chunk, text: this.#take(chunk.text) }
      case 'reasoning':
        return { ...chunk, reasoning: this.#take(chunk.reasoning) }
      case 'tool_calls': {
        const { function: called } = chunk.tool_call
        return { ...chunk, tool_call: { ...chunk.tool_call, function: { ...called, arguments: this.#take(called.arguments) } } }
      }
      case 'annotation':
      case 'image':
      case 'usage':
      case 'finish':
        return chunk
    }
  }

  /** Throws when there was more than fits. */
  check(generationId: string | null): void {
    if (this.#isFull)
      throw new OpenRouterError({ phase: 'too_large', upstreamMessage: 'The answer is longer than 4 MiB of text.', generationId })
  }

  #take(text: string): string {
    const bytes = Buffer.byteLength(text)
    this.#isFull ||= bytes > this.#left
    const kept = bytes > this.#left ? headOf(text, this.#left) : text
    this.#left -= Buffer.byteLength(kept)
    return kept
  }
}

/** The whole characters in the first bytes of a text. */
function headOf(text: string, bytes: number): string {
  // With `stream` the decoder keeps the beginning of a character to itself.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, bytes), { stream: true })
}
