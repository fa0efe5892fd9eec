import type { ConversationMemory } from './conversation-memory.ts'
import { sameJson, shortened } from './details-equal.ts'
import { fileHashes, prefixHashes, type RequestMessage, textOf } from './request-messages.ts'
import type { SentMessage } from './sent-message.ts'
import { type Reader, validateDetails, validateForeignFormats } from './validate-details.ts'
import type { Violation } from './violation.ts'

export interface HistoryCheck {
  messages: readonly RequestMessage[]
  key: string
  sessionId: string | null
  reader: Reader
  memory: ConversationMemory
}

/** Every assistant message against what was sent, and which answer it turned out to be (by position). */
export function validateHistory(check: HistoryCheck): { violations: Violation[]; origins: Map<number, SentMessage> } {
  const { memory, key, sessionId } = check
  const hashes = prefixHashes(check.messages)
  const files = fileHashes(check.messages)
  const wasRefused = memory.wasRefused(key, hashes.at(-1) ?? '')
  const origins = new Map<number, SentMessage>()
  const violations: Violation[] = []
  for (const [position, message] of check.messages.entries()) {
    if (message.role !== 'assistant') continue
    const candidates = memory.candidates({ key, sessionId, prefixHash: hashes[position] ?? '', message })
    const judged = candidates.map(sent => ({
      sent,
      found: [...compareFiles(files[position] ?? '', sent), ...compareMessage(message, sent, check.reader)]
    }))
    const best = judged.reduce<(typeof judged)[number] | undefined>(
      (least, one) => (least && least.found.length <= one.found.length ? least : one),
      undefined
    )
    if (best) origins.set(position, best.sent)
    const found = best ? best.found : unknownMessage(message, check)
    violations.push(...found.map(violation => ({ ...violation, message: `messages[${position}] ${violation.message}` })))
  }
  const counted = wasRefused ? violations.filter(violation => violation.rule !== 'details_missing') : violations
  return { violations: [...counted, ...duplicatedDetails(check.messages)], origins }
}

function unknownMessage(message: RequestMessage, { memory, key, sessionId, reader }: HistoryCheck): Violation[] {
  const foreign = validateForeignFormats(message, reader)
  if (!memory.isOwnSession(key, sessionId)) return foreign
  return [...foreign, { rule: 'message_unknown', message: `was never sent in this session: ${shortened(textOf(message.content))}` }]
}

function compareMessage(given: RequestMessage, sent: SentMessage, reader: Reader): Violation[] {
  return [
    ...compareText(given, sent),
    ...compareToolCalls(given, sent),
    ...compareAnnotations(given, sent),
    ...validateDetails(given, sent, reader)
  ]
}

/** What it was asked with must stand before an answer for ever, byte for byte. */
function compareFiles(given: string, sent: SentMessage): Violation[] {
  if (given === sent.filesHash) return []
  return [{ rule: 'files_changed', message: `follows other files than ${sent.generationId} was given to` }]
}

function compareText(given: RequestMessage, sent: SentMessage): Violation[] {
  const text = textOf(given.content)
  if (text === sent.text || (!sent.complete && sent.text.startsWith(text))) return []
  return [{ rule: 'text_changed', message: `says ${shortened(text)} instead of ${shortened(sent.text)}; ${sent.generationId}` }]
}

/** An incomplete answer may come back with the calls that had arrived, and without the rest. */
function compareToolCalls(given: RequestMessage, sent: SentMessage): Violation[] {
  const calls = (given.tool_calls ?? []).map(call => ({ id: call.id, name: call.function?.name, arguments: call.function?.arguments }))
  // A call whose arguments never came is sent back as the empty object that it stands for.
  const expected = sent.toolCalls.map(call => ({ ...call, arguments: call.arguments === '' ? '{}' : call.arguments }))
  if (sameJson(calls, expected) || (!sent.complete && sameJson(calls, expected.slice(0, calls.length)))) return []
  const index = Math.max(
    0,
    calls.findIndex((call, position) => !sameJson(call, expected[position]))
  )
  const difference =
    calls.length === expected.length
      ? `${shortened(calls[index])} instead of ${shortened(expected[index])}`
      : `${calls.length} instead of ${expected.length}`
  return [{ rule: 'tool_calls_changed', message: `has tool calls ${difference}; ${sent.generationId}` }]
}

/** Citations may stay away; a parsed file must come back, or it is parsed and paid for again. */
function compareAnnotations(given: RequestMessage, sent: SentMessage): Violation[] {
  const annotations = given.annotations ?? []
  if (annotations.length === 0 && !sent.annotations.some(annotation => annotation.type === 'file')) return []
  if (sameJson(annotations, sent.annotations) || !sent.complete) return []
  return [
    { rule: 'annotations_changed', message: `has ${annotations.length} annotations that differ from the ${sent.annotations.length} sent` }
  ]
}

/** OpenAI refuses a request that holds one reasoning item twice. */
function duplicatedDetails(messages: readonly RequestMessage[]): Violation[] {
  const seen = new Map<string, number>()
  const violations: Violation[] = []
  for (const [position, message] of messages.entries())
    for (const detail of message.reasoning_details ?? []) {
      if (typeof detail.id !== 'string' || !detail.id.startsWith('rs_')) continue
      const first = seen.get(detail.id)
      if (first !== undefined && first !== position)
        violations.push({ rule: 'details_duplicated', message: `messages[${position}] repeats ${detail.id} of messages[${first}]` })
      seen.set(detail.id, position)
    }
  return violations
}
