import type { ToolCallsChunk } from './chunks.ts'
import { isRecord } from './wire.ts'

/** A tool call as the wire spelled it. */
export interface WireToolCall {
  index: number
  /** The upstream's own id; Gemini ties its thought signature to it, so it is never made anew. */
  id: string
  name: string
  /** Argument string byte for byte; may be cut or no JSON at all while the stream runs or after it broke. */
  arguments: string
}

interface OpenCall {
  index: number
  id: string | null
  name: string
  arguments: string
  /** A chunk of it has been handed out. */
  announced: boolean
}

/**
 * Joins the fragments of `delta.tool_calls`. Calls are told apart by `index`; id and name come with the first fragment.
 * Upstreams differ: arguments may come whole, in tokens, twice (a complete call repeated) or never.
 */
export class ToolCallAccumulator {
  readonly #calls: OpenCall[] = []
  /** Wire index → the call that its next fragment belongs to. */
  readonly #open = new Map<number, OpenCall>()

  /** Takes one `delta.tool_calls` array; returns a chunk per fragment that brought a piece of arguments. */
  add(deltas: unknown): ToolCallsChunk[] {
    if (!Array.isArray(deltas)) return []
    const chunks: ToolCallsChunk[] = []
    for (const delta of deltas) {
      const chunk = isRecord(delta) ? this.#addOne(delta) : null
      if (chunk) chunks.push(chunk)
    }
    return chunks
  }

  /**
   * Closes the calls at a clean end: those that never had arguments get `{}`, announced by the returned chunks.
   * Not for a broken stream, where the arguments may still have been on their way.
   */
  close(): ToolCallsChunk[] {
    const silent = this.#calls.filter(call => !call.announced)
    for (const call of silent) call.arguments ||= '{}'
    return silent.map(call => announce(call, call.arguments))
  }

  /** The calls so far, in order. */
  complete(): WireToolCall[] {
    return this.#calls
      .map(call => ({ index: call.index, id: idOf(call), name: call.name, arguments: call.arguments }))
      .sort((left, right) => left.index - right.index)
  }

  #addOne(delta: Record<string, unknown>): ToolCallsChunk | null {
    const wireFunction = isRecord(delta.function) ? delta.function : {}
    const id = textOf(delta.id)
    const name = textOf(wireFunction.name)
    const fragment = argumentsOf(wireFunction.arguments)
    const call = this.#callFor(delta.index, id, name)
    if (id !== '' && name !== '' && repeats(call, fragment)) return null
    if (id !== '') call.id ??= id
    if (name !== '') call.name ||= name
    if (fragment === '') return null
    call.arguments += fragment
    // Nobody could tell whose arguments these are; they are announced together with the name.
    if (call.name === '') return null
    return announce(call, call.announced ? fragment : call.arguments)
  }

  #callFor(wireIndex: unknown, id: string, name: string): OpenCall {
    const key = typeof wireIndex === 'number' ? wireIndex : (this.#calls.at(-1)?.index ?? 0)
    const known = this.#open.get(key)
    // Some upstreams number every parallel call 0: another id with a name of its own is another call.
    const isAnother = known !== undefined && id !== '' && name !== '' && known.id !== null && known.id !== id
    if (known && !isAnother) return known
    const call: OpenCall = { index: known ? this.#calls.length : key, id: null, name: '', arguments: '', announced: false }
    this.#calls.push(call)
    this.#open.set(key, call)
    return call
  }
}

function announce(call: OpenCall, fragment: string): ToolCallsChunk {
  call.announced = true
  const id = idOf(call)
  return { type: 'tool_calls', tool_call: { index: call.index, call_id: id, function: { id, name: call.name, arguments: fragment } } }
}

/** An upstream that sends no id still needs one for its tool result; unique within the answer, like theirs. */
function idOf(call: OpenCall): string {
  return call.id ?? `call_${call.index}`
}

/** A delta that opens the call again and brings the same complete arguments once more (Kimi at Novita). */
function repeats(call: OpenCall, fragment: string): boolean {
  return fragment !== '' && fragment === call.arguments && fragment.startsWith('{') && isJson(fragment)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Arguments are a string on the wire; an object, which a careless upstream may pass through, is written out. */
function argumentsOf(value: unknown): string {
  if (isRecord(value)) return JSON.stringify(value)
  return textOf(value)
}
