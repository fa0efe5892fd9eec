import type { ReasoningDetail } from '../../lib/openrouter/reasoning-details.ts'

/** The parts of a recorded chat body that the tests speak of, as JSON.parse gives them. */
export interface RawUsage {
  prompt_tokens: number
  completion_tokens: number
  cost?: number
  is_byok?: boolean
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number } | null
  completion_tokens_details?: { reasoning_tokens?: number } | null
  cost_details?: { upstream_inference_cost?: number | null } | null
  [key: string]: unknown
}

interface RawToolCall {
  index: number
  id?: string
  function: { name?: string; arguments?: string }
}

interface RawMessage {
  content?: string | null
  reasoning?: string | null
  reasoning_details?: ReasoningDetail[]
  tool_calls?: RawToolCall[]
  annotations?: Record<string, unknown>[]
  images?: { image_url: { url: string } }[]
}

interface RawChoice {
  delta?: RawMessage
  message?: RawMessage
  finish_reason?: string | null
  native_finish_reason?: string | null
}

interface RawEvent {
  id?: string
  model?: string
  provider?: string
  choices?: RawChoice[]
  usage?: RawUsage | null
  error?: { code: number; message: string }
}

export interface RecordedCall {
  index: number
  id: string
  name: string
  arguments: string
}

/** What a recording says, read from its JSON without any of the handler's code. */
export interface RecordedAnswer {
  text: string
  /** As it may be shown, each piece once. */
  reasoning: string
  fragments: ReasoningDetail[]
  details: ReasoningDetail[]
  calls: RecordedCall[]
  annotations: Record<string, unknown>[]
  images: string[]
  usages: RawUsage[]
  reason: string | null
  native: string | null
  model: string | null
  provider: string | null
  id: string | null
  error: { code: number; message: string } | null
  /** `[DONE]`, or a whole JSON body. */
  done: boolean
}

/** The answer in a stream, which may be cut anywhere: what stands in whole lines, and a last line that happens to be whole. */
export function answerOfStream(text: string): RecordedAnswer {
  const payloads = text.split('\n').flatMap(line => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []))
  const done = payloads.includes('[DONE]')
  const events = payloads.flatMap(payload => (isWholeJson(payload) ? [JSON.parse(payload) as RawEvent] : []))
  return answerOf(events, done, false)
}

/** The answer in a JSON body; one that was cut says nothing. */
export function answerOfCompletion(text: string): RecordedAnswer {
  if (!isWholeJson(text)) return answerOf([], false, true)
  const body = JSON.parse(text) as RawEvent
  const choices = (body.choices ?? []).map(({ message, ...choice }) => ({ ...choice, ...(message ? { delta: message } : {}) }))
  return answerOf([{ ...body, choices }], true, true)
}

function answerOf(events: RawEvent[], done: boolean, isWhole: boolean): RecordedAnswer {
  const choices = events.flatMap(event => event.choices ?? [])
  const deltas = choices.flatMap(({ delta }) => (delta ? [delta] : []))
  const fragments = deltas.flatMap(delta => delta.reasoning_details ?? [])
  const model = last(events.map(event => event.model))
  return {
    text: deltas.map(({ content }) => content ?? '').join(''),
    reasoning: model === 'x-ai/grok-4' ? '' : deltas.map(shownReasoning).join(''),
    fragments,
    details: isWhole ? fragments : blocksOf(fragments).map(entryOf),
    calls: callsOf(deltas.flatMap(delta => delta.tool_calls ?? [])),
    annotations: deltas.flatMap(delta => delta.annotations ?? []),
    images: deltas.flatMap(delta => delta.images ?? []).map(image => image.image_url.url),
    usages: events.flatMap(({ usage }) => (usage ? [usage] : [])),
    reason: first(choices.map(choice => choice.finish_reason)),
    native: first(choices.map(choice => choice.native_finish_reason)),
    model,
    provider: last(events.map(event => event.provider)),
    id: first(events.map(event => event.id)),
    error: events.find(({ error }) => error)?.error ?? null,
    done
  }
}

function shownReasoning({ reasoning, reasoning_details: details = [] }: RawMessage): string {
  return reasoning || details.map(detail => `${detail.text ?? ''}${detail.summary ?? ''}`).join('')
}

function callsOf(pieces: RawToolCall[]): RecordedCall[] {
  return [...new Set(pieces.map(({ index }) => index))].sort().map(index => {
    const own = pieces.filter(piece => piece.index === index)
    return {
      index,
      id: own.find(({ id }) => id)?.id ?? '',
      name: own.find(({ function: { name } }) => name)?.function.name ?? '',
      arguments: own.map(piece => piece.function.arguments ?? '').join('')
    }
  })
}

/**
 * Fragments in blocks. A fragment stays in the block before it when type, index, id and format are the same wherever
 * both name them, the type is one that comes in pieces, and the block was not signed before this text.
 */
function blocksOf(fragments: ReasoningDetail[]): ReasoningDetail[][] {
  const blocks: ReasoningDetail[][] = []
  for (const fragment of fragments) {
    const block = blocks.at(-1)
    const comesInPieces = fragment.type === 'reasoning.text' || fragment.type === 'reasoning.summary'
    const isOneKind = ['type', 'index', 'id', 'format'].every(key => namedValues([...(block ?? []), fragment], key).length <= 1)
    const isSigned = block !== undefined && namedValues(block, 'signature').length > 0
    const goesOn = comesInPieces && isOneKind && !(isSigned && (fragment.text || namedValues([...block, fragment], 'signature').length > 1))
    if (block && goesOn) block.push(fragment)
    else blocks.push([fragment])
  }
  return blocks
}

/** A block in one entry: its text in one piece, of every other key the last value that says something. */
function entryOf(block: ReasoningDetail[]): ReasoningDetail {
  const keys = new Set(block.flatMap(fragment => Object.keys(fragment)))
  const entries = [...keys].map(key => {
    const values = block.filter(fragment => Object.hasOwn(fragment, key)).map(fragment => fragment[key])
    if (key === 'text' || key === 'summary') return [key, values.join('')]
    return [key, values.filter(value => value !== null && value !== '').at(-1) ?? values[0]]
  })
  return Object.fromEntries(entries)
}

function namedValues(fragments: ReasoningDetail[], key: string): unknown[] {
  return [...new Set(fragments.map(fragment => fragment[key]))].filter(value => value !== undefined && value !== null && value !== '')
}

function first<Value>(values: (Value | null | undefined)[]): Value | null {
  return values.find(value => value !== null && value !== undefined && value !== '') ?? null
}

function last<Value>(values: (Value | null | undefined)[]): Value | null {
  return first(values.reverse())
}

function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
