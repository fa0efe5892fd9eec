import type { AnswerDelta, Completion, Delta, ReasoningDetail } from './completion.ts'
import { reasoningFormat } from './family.ts'
import { opaqueData, opaqueReasoningId } from './opaque.ts'
import { splitTokens } from './split-tokens.ts'

/**
 * Reasoning as each family streams it:
 * anthropic: text fragments, then one signature without a `text` key. openai, xai: summary fragments, then one encrypted entry of
 * the SAME index 0; or the encrypted entry alone. gemini: an encrypted entry whose `id` is the first tool call's, before the
 * calls; without calls and without id, after the last text. plain: text fragments, never signed.
 */
export interface ReasoningPlan {
  beforeText: AnswerDelta[]
  beforeTools: AnswerDelta[]
  afterText: AnswerDelta[]
}

/** Tokens of a thought that nobody can count from outside. */
const hiddenThoughtTokens = 64

export function planReasoning(completion: Completion, firstToolId: string | undefined): ReasoningPlan {
  const { step } = completion
  const plan: ReasoningPlan = { beforeText: [], beforeTools: [], afterText: [] }
  if (step.reasoningDetails) {
    plan.beforeText = step.reasoningDetails.map(detail => fragment(readableText(detail), detail, readableText(detail) ? 1 : 0))
    return plan
  }
  if (step.reasoning === undefined) return plan
  const scripted = typeof step.reasoning === 'string' ? { text: step.reasoning } : step.reasoning
  const readable = scripted.encrypted ? '' : (scripted.text ?? '')
  plan.beforeText = readableFragments(completion, readable)
  const seal = sealOf(completion, readable, firstToolId)
  if (seal) {
    const place = completion.family === 'gemini' ? (firstToolId === undefined ? 'afterText' : 'beforeTools') : 'beforeText'
    plan[place].push(seal)
  }
  const counted = plan.beforeText.reduce((sum, delta) => sum + delta.tokens, 0)
  const last = seal ?? plan.beforeText.at(-1)
  if (last) last.tokens += Math.max(0, (scripted.tokens ?? (readable === '' ? hiddenThoughtTokens : counted)) - counted)
  return plan
}

function readableFragments(completion: Completion, text: string): AnswerDelta[] {
  const { family, requestedModel, provider, step } = completion
  const format = reasoningFormat(family, requestedModel)
  const summarised = family === 'openai' || family === 'xai'
  const deltas: AnswerDelta[] = []
  // Claude on Google and on Anthropic opens the block with an empty text and an empty signature.
  if (family === 'anthropic' && provider !== 'Amazon Bedrock' && text !== '')
    deltas.push(fragment(null, { type: 'reasoning.text', text: '', signature: '', format, index: 0 }, 0))
  for (const token of splitTokens(text, step.tokenCharacters)) {
    const detail = summarised
      ? { type: 'reasoning.summary', summary: token, format, index: 0 }
      : { type: 'reasoning.text', text: token, format, index: 0 }
    deltas.push(fragment(token, detail, 1))
  }
  return deltas
}

/** What makes a thought verifiable upstream: the signature or the encrypted original. */
function sealOf(completion: Completion, readable: string, firstToolId: string | undefined): AnswerDelta | undefined {
  const { family, requestedModel, label } = completion
  const format = reasoningFormat(family, requestedModel)
  const data = opaqueData(family, label)
  switch (family) {
    case 'anthropic':
      return readable === ''
        ? fragment(null, { type: 'reasoning.encrypted', data, format, index: 0 }, 0)
        : fragment(undefined, { type: 'reasoning.text', signature: data, format, index: 0 }, 0)
    case 'openai':
      return fragment(null, { type: 'reasoning.encrypted', data, format, id: opaqueReasoningId(label), index: 0 }, 0)
    case 'xai':
      return fragment(null, { type: 'reasoning.encrypted', data, format, index: 0 }, 0)
    case 'gemini':
      return fragment(
        null,
        { type: 'reasoning.encrypted', data, format, ...(firstToolId !== undefined && { id: firstToolId }), index: 0 },
        0
      )
    case 'plain':
      return undefined
  }
}

function readableText(detail: ReasoningDetail): string | null {
  const text = detail.type === 'reasoning.summary' ? detail.summary : detail.text
  return typeof text === 'string' ? text : null
}

/** `reasoning` repeats the readable part; signatures come without the key, encrypted entries with null. */
function fragment(reasoning: string | null | undefined, detail: ReasoningDetail, tokens: number): AnswerDelta {
  const delta: Delta = { content: '', role: 'assistant', ...(reasoning !== undefined && { reasoning }), reasoning_details: [detail] }
  return { of: 'reasoning', delta, tokens }
}
