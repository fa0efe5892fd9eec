import { createHash } from 'node:crypto'
import type { ReasoningDetail } from './completion.ts'

/** A message of a request, read as loosely as possible: the validator must also look at what is wrong. */
export interface RequestMessage {
  role: string
  content?: unknown
  name?: unknown
  tool_calls?: { id?: unknown; function?: { name?: unknown; arguments?: unknown } }[]
  tool_call_id?: unknown
  reasoning?: unknown
  reasoning_details?: ReasoningDetail[]
  annotations?: Record<string, unknown>[]
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Messages of a body that may be anything. */
export function messagesOf(body: unknown): RequestMessage[] {
  const messages = isRecord(body) ? body.messages : undefined
  if (!Array.isArray(messages)) return []
  return messages.flatMap(message => (isRecord(message) && typeof message.role === 'string' ? [toMessage(message, message.role)] : []))
}

function toMessage(message: Record<string, unknown>, role: string): RequestMessage {
  const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : undefined)
  const calls = records(message.tool_calls)?.map(call => ({ id: call.id, function: isRecord(call.function) ? call.function : {} }))
  const details = records(message.reasoning_details)?.map(detail => ({ ...detail, type: String(detail.type) }))
  const annotations = records(message.annotations)
  return {
    role,
    content: message.content,
    tool_call_id: message.tool_call_id,
    reasoning: message.reasoning,
    ...(calls && { tool_calls: calls }),
    ...(details && { reasoning_details: details }),
    ...(annotations && { annotations })
  }
}

/** The text of a content string or of its text parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map(part => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('')
}

/**
 * For each message the hash of everything said before it: role, content, tool ids; without system prompts and reasoning, which
 * may change without the conversation being another one. What an answer was given to identifies it when it comes back.
 */
export function prefixHashes(messages: readonly RequestMessage[]): string[] {
  const hashes: string[] = []
  let hash = 'start'
  for (const message of [...messages, { role: 'end' }]) {
    hashes.push(hash)
    if (message.role === 'system' || message.role === 'developer') continue
    const ids = message.tool_calls?.map(call => String(call.id)) ?? []
    const said = JSON.stringify([
      hash,
      message.role,
      textOf(message.content) || nonText(message.content),
      message.tool_call_id ?? null,
      ids
    ])
    hash = createHash('sha1').update(said).digest('base64')
  }
  return hashes
}

function nonText(content: unknown): unknown[] {
  return partsOf(content).filter(part => part.type !== 'text')
}

/** Content parts without their cache marks, which wander from message to message. */
export function partsOf(content: unknown): Record<string, unknown>[] {
  const parts = Array.isArray(content) ? content.filter(isRecord) : []
  return parts.map(({ cache_control: _mark, ...part }) => part)
}

/** For each message a hash of all files that were sent before it, in their order and among their texts; the last is of all. */
export function fileHashes(messages: readonly RequestMessage[]): string[] {
  const hashes = ['']
  for (const { content } of messages) {
    const before = hashes.at(-1) ?? ''
    const files = partsOf(content).map(part => (part.type === 'text' ? 'text' : part))
    const hasFiles = files.some(part => part !== 'text')
    hashes.push(
      hasFiles
        ? createHash('sha1')
            .update(JSON.stringify([before, files]))
            .digest('base64')
        : before
    )
  }
  return hashes
}

/** The last thing a person said. */
export function lastUserText(messages: readonly RequestMessage[]): string {
  return textOf(messages.findLast(message => message.role === 'user')?.content)
}
