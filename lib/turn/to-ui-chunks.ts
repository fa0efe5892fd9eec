import type { TurnChunk } from '../chat/turn-chunk.ts'
import type { ReasoningChunk, ToolCallsChunk } from '../openrouter/chunks.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { StepChunk } from './keep-image.ts'

interface StepOptions {
  /** Of the step within the message. */
  position: number
  /** When the request went out, on the clock of `now`: hidden reasoning is timed from there. */
  startedAt: number
  /** Makes a ToolCall id. Upstreams repeat theirs. */
  newId: () => string
  /** Title of a tool on its card. */
  titleOf: (toolName: string) => string | undefined
}

interface Call {
  toolCallId: string
  name: string
}

/**
 * Turns one step's handler chunks into what the journal keeps: UI chunks to show, and beside them what only the next
 * request needs. Pure but for its own state; times are passed in.
 */
export class StepChunks {
  readonly #position: number
  readonly #newId: () => string
  readonly #titleOf: (toolName: string) => string | undefined
  #parts = 0
  #open: { type: 'text' | 'reasoning'; id: string; startedAt: number } | null = null
  #reasoned = false
  #hidden = false
  readonly #startedAt: number
  #sources = 0
  readonly #calls = new Map<number, Call>()

  constructor(options: StepOptions) {
    this.#position = options.position
    this.#startedAt = options.startedAt
    this.#newId = options.newId
    this.#titleOf = options.titleOf
  }

  /** `now` in milliseconds, any origin. */
  map(chunk: StepChunk, now: number): JournalEntry[] {
    switch (chunk.type) {
      case 'reasoning':
        return this.#reasoning(chunk, now)
      case 'text':
        return show([...this.#switchTo('text', now), { type: 'text-delta', id: this.#openId(), delta: chunk.text }])
      case 'tool_calls':
        return this.#toolCall(chunk, now)
      case 'annotation':
        return [{ kind: 'annotation', annotation: chunk.annotation }, ...show(this.#source(chunk.annotation))]
      case 'image':
        return show([
          ...this.close(now),
          { type: 'file', url: chunk.url, mediaType: chunk.mediaType, providerMetadata: { steno: { ...chunk.file } } }
        ])
      case 'usage':
      case 'finish':
        return []
    }
  }

  /** The tool-call ids that were given out, by wire index. */
  callId(index: number): string | undefined {
    return this.#calls.get(index)?.toolCallId
  }

  #openId(): string {
    return this.#open?.id ?? ''
  }

  #reasoning(chunk: ReasoningChunk, now: number): JournalEntry[] {
    const details: JournalEntry[] = chunk.details && chunk.details.length > 0 ? [{ kind: 'details', details: chunk.details }] : []
    if (chunk.reasoning === '') {
      // Encrypted: shown as one closed row, unless something readable comes along.
      this.#hidden ||= !this.#reasoned && this.#parts === 0
      return details
    }
    this.#reasoned = true
    return [
      ...details,
      ...show([...this.#switchTo('reasoning', now), { type: 'reasoning-delta', id: this.#openId(), delta: chunk.reasoning }])
    ]
  }

  #toolCall(chunk: ToolCallsChunk, now: number): JournalEntry[] {
    const { index, call_id: wireId, function: called } = chunk.tool_call
    const entries = show(this.close(now))
    let call = this.#calls.get(index)
    if (!call) {
      call = { toolCallId: this.#newId(), name: called.name }
      this.#calls.set(index, call)
      const title = this.#titleOf(called.name)
      entries.push(
        { kind: 'tool-call', index, wireId, name: called.name, toolCallId: call.toolCallId },
        ...show([
          {
            type: 'tool-input-start',
            toolCallId: call.toolCallId,
            toolName: called.name,
            dynamic: true,
            ...(title === undefined ? {} : { title })
          }
        ])
      )
    }
    if (called.arguments !== '') {
      entries.push(...show([{ type: 'tool-input-delta', toolCallId: call.toolCallId, inputTextDelta: called.arguments }]))
    }
    return entries
  }

  #source(annotation: unknown): TurnChunk[] {
    if (typeof annotation !== 'object' || annotation === null || !('url_citation' in annotation)) return []
    const citation = annotation.url_citation
    if (typeof citation !== 'object' || citation === null || !('url' in citation) || typeof citation.url !== 'string') return []
    const title = 'title' in citation && typeof citation.title === 'string' ? { title: citation.title } : {}
    return [{ type: 'source-url', sourceId: `${this.#position}.s${this.#sources++}`, url: citation.url, ...title }]
  }

  #switchTo(type: 'text' | 'reasoning', now: number): TurnChunk[] {
    if (this.#open?.type === type) return []
    const chunks = this.close(now)
    const id = `${this.#position}.${this.#parts++}`
    this.#open = { type, id, startedAt: now }
    return [...chunks, { type: `${type}-start`, id }]
  }

  /** Ends what is open: before another part begins, and when the step ends, however it does. */
  close(now: number): TurnChunk[] {
    const chunks = this.#hiddenReasoning(now)
    const open = this.#open
    this.#open = null
    if (open?.type === 'text') chunks.push({ type: 'text-end', id: open.id })
    if (open?.type === 'reasoning') chunks.push(reasoningEnd(open.id, { durationMs: Math.round(now - open.startedAt) }))
    return chunks
  }

  #hiddenReasoning(now: number): TurnChunk[] {
    if (!this.#hidden || this.#reasoned) return []
    this.#hidden = false
    const durationMs = Math.round(now - this.#startedAt)
    const id = `${this.#position}.${this.#parts++}`
    return [{ type: 'reasoning-start', id }, reasoningEnd(id, { durationMs, hidden: true })]
  }
}

function reasoningEnd(id: string, steno: { durationMs: number; hidden?: boolean }): TurnChunk {
  return { type: 'reasoning-end', id, providerMetadata: { steno } }
}

function show(chunks: TurnChunk[]): JournalEntry[] {
  return chunks.map(chunk => ({ kind: 'chunk', chunk }))
}
