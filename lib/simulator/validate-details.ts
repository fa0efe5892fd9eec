import type { ReasoningDetail } from './completion.ts'
import { describeDifference, isBeginning, sameJson } from './details-equal.ts'
import { authorOf, type Family, reasoningFormat } from './family.ts'
import type { RequestMessage } from './request-messages.ts'
import type { SentMessage } from './sent-message.ts'
import type { Violation } from './violation.ts'

/** Google's own stand-in for calls that another model made: https://ai.google.dev/gemini-api/docs/thought-signatures */
const standInData = 'skip_thought_signature_validator'

/** Who reads the request. */
export interface Reader {
  model: string
  family: Family
}

/**
 * Reasoning details of one assistant message that was sent here: all of them back to a reader of the same family, none to another
 *. Anthropic's unsigned blocks stay behind; only Gemini's stand-in may be added.
 */
export function validateDetails(given: RequestMessage, sent: SentMessage, reader: Reader): Violation[] {
  const all = given.reasoning_details ?? []
  const details = all.filter(detail => detail.data !== standInData)
  const violations: Violation[] = []
  if (details.length > 0 && typeof given.reasoning === 'string' && given.reasoning !== '')
    violations.push({ rule: 'reasoning_repeated', message: 'carries reasoning and reasoning_details' })
  if (isGemini3(reader.model) && given.tool_calls?.length && !isSignedForGemini(all))
    violations.push({ rule: 'signature_stand_in_missing', message: 'has a tool call without a thought signature or its stand-in' })
  const unsigned = details.filter(isUnsigned)
  if (unsigned.length > 0) violations.push({ rule: 'details_unsigned', message: `carries ${unsigned.length} unsigned block(s)` })
  const difference = compare(details, sent, reader)
  return difference ? [...violations, difference] : violations
}

function compare(details: ReasoningDetail[], sent: SentMessage, reader: Reader): Violation | undefined {
  const expected = sent.details.filter(detail => !isUnsigned(detail))
  const duty = dutyOf(sent, reader)
  if (details.length === 0) {
    if (duty !== 'required' || expected.length === 0 || !sent.complete) return undefined
    return { rule: 'details_missing', message: `lost ${expected.length} entries of ${sent.generationId} (${sent.model})` }
  }
  if (duty === 'forbidden')
    return { rule: 'details_foreign', message: `sends reasoning of ${sent.model} (${sent.family}) to ${reader.model} (${reader.family})` }
  if (sent.details.length === 0)
    return { rule: 'details_invented', message: `carries ${details.length} entries, ${sent.generationId} had none` }
  if (sameJson(details, expected) || (!sent.complete && isBeginning(details, expected))) return undefined
  return { rule: 'details_changed', message: `${describeDifference(details, expected)}; ${sent.generationId}` }
}

/**
 * Same family: the details are needed. Other family: they are poison. In between it is the client's choice: plain text is known
 * to help only the very model that wrote it, and what the demo models imitate cannot be told from their slugs.
 */
function dutyOf(sent: SentMessage, reader: Reader): 'required' | 'optional' | 'forbidden' {
  const sameModel = sent.model === reader.model
  if (sent.family === reader.family && (sameModel || (sent.family !== 'plain' && !isDemo(reader.model) && !isDemo(sent.model))))
    return 'required'
  if (sameModel || isDemo(reader.model) || isDemo(sent.model) || sent.family === reader.family) return 'optional'
  return 'forbidden'
}

/** For a message whose origin is unknown: at least its formats must be the reader's. */
export function validateForeignFormats(given: RequestMessage, reader: Reader): Violation[] {
  const own = reasoningFormat(reader.family, reader.model)
  const sealed = (format: unknown) => typeof format === 'string' && format !== 'unknown'
  const foreign = (given.reasoning_details ?? []).find(detail => sealed(detail.format) && !isFormatOf(reader.family, detail.format, own))
  if (!foreign || isDemo(reader.model)) return []
  return [{ rule: 'details_foreign', message: `sends ${String(foreign.format)} to ${reader.model} (${reader.family})` }]
}

/** `azure-openai-responses-v1` and `bedrock-openai-responses-v1` are OpenAI's too. */
function isFormatOf(family: Family, format: unknown, own: string | null): boolean {
  return (
    typeof format === 'string' &&
    (format === own ||
      (family === 'openai' && format.endsWith('openai-responses-v1')) ||
      (family === 'xai' && format.endsWith('xai-responses-v1')))
  )
}

function isUnsigned(detail: ReasoningDetail): boolean {
  const signed = typeof detail.signature === 'string' && detail.signature !== ''
  return detail.type === 'reasoning.text' && detail.format === 'anthropic-claude-v1' && !signed
}

function isGemini3(model: string): boolean {
  return /^~?google\/gemini-([3-9]|\d\d)/.test(model)
}

function isSignedForGemini(details: readonly ReasoningDetail[]): boolean {
  return details.some(
    detail => detail.format === 'google-gemini-v1' && (detail.type === 'reasoning.encrypted' || typeof detail.signature === 'string')
  )
}

function isDemo(model: string): boolean {
  return authorOf(model) === 'demo'
}
