import type { AnswerDelta, Delta, ReasoningDetail } from './completion.ts'
import { mergeFragments } from './merge-fragments.ts'

export interface SentToolCall {
  id: string
  name: string
  arguments: string
}

/**
 * What really left for the client, delta by delta: the ground truth for the bill (an aborted stream pays for what was sent)
 * and for the validator (the next request must bring it back unchanged).
 */
export class SentAnswer {
  text = ''
  readonly fragments: ReasoningDetail[] = []
  readonly annotations: Record<string, unknown>[] = []
  readonly toolCalls: SentToolCall[] = []
  completionTokens = 0
  reasoningTokens = 0
  /** Epoch milliseconds of the first delta that stands for a token. */
  firstTokenAtMs: number | null = null
  /** Usage object of a replayed body; the bill follows it. */
  scriptedUsage: Record<string, unknown> | undefined

  /** Thousands of fragments become a few entries; merging is associative, so nothing changes for who reads them. */
  compact(): void {
    this.fragments.splice(0, this.fragments.length, ...mergeFragments(this.fragments))
  }

  add({ delta, of, tokens }: AnswerDelta): void {
    this.completionTokens += tokens
    if (of === 'reasoning') this.reasoningTokens += tokens
    if (tokens > 0) this.firstTokenAtMs ??= Date.now()
    this.addDelta(delta)
  }

  addDelta(delta: Partial<Delta>): void {
    this.text += delta.content ?? ''
    if (delta.reasoning_details?.length) this.fragments.push(...delta.reasoning_details)
    if (delta.annotations?.length) this.annotations.push(...delta.annotations)
    for (const call of delta.tool_calls ?? []) {
      const known = this.toolCalls[call.index] ?? { id: '', name: '', arguments: '' }
      this.toolCalls[call.index] = {
        id: call.id ?? known.id,
        name: call.function.name ?? known.name,
        arguments: known.arguments + (call.function.arguments ?? '')
      }
    }
  }
}
