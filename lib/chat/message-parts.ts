import type { ChatMessage, MessageMetadata } from './message.ts'
import type { TurnChunk } from './turn-chunk.ts'

type Part = ChatMessage['parts'][number]
type DynamicToolPart = Extract<Part, { type: 'dynamic-tool' }>
type ToolChunk = Extract<
  TurnChunk,
  { type: 'tool-input-delta' | 'tool-input-available' | 'tool-input-error' | 'tool-output-available' | 'tool-output-error' }
>

/** A message as far as its chunks have come: what is stored at the end and replayed to whoever comes late. */
export interface MessageState {
  parts: Part[]
  metadata: Partial<MessageMetadata>
}

function emptyMessageState(): MessageState {
  return { parts: [], metadata: {} }
}

/** Applies chunks as the AI SDK's reader in the browser does; a test holds the two against each other. */
export class MessageParts {
  readonly state: MessageState = emptyMessageState()
  readonly #open = new Map<string, Part>()

  apply(chunk: TurnChunk): void {
    switch (chunk.type) {
      case 'start':
      case 'finish':
      case 'message-metadata':
        this.state.metadata = { ...this.state.metadata, ...chunk.messageMetadata }
        break
      case 'start-step':
        this.state.parts.push({ type: 'step-start' })
        break
      case 'text-start':
      case 'reasoning-start':
        this.#begin(
          chunk.id,
          chunk.type === 'text-start'
            ? { type: 'text', text: '', state: 'streaming' }
            : { type: 'reasoning', id: chunk.id, text: '', state: 'streaming' }
        )
        break
      case 'text-delta':
      case 'reasoning-delta':
        this.#append(chunk.id, chunk.delta)
        break
      case 'text-end':
      case 'reasoning-end':
        this.#end(chunk)
        break
      case 'tool-input-start':
        this.state.parts.push({
          type: 'dynamic-tool',
          toolName: chunk.toolName,
          toolCallId: chunk.toolCallId,
          ...(chunk.title === undefined ? {} : { title: chunk.title }),
          state: 'input-streaming'
        })
        break
      case 'tool-input-delta':
      case 'tool-input-available':
      case 'tool-input-error':
      case 'tool-output-available':
      case 'tool-output-error':
        this.#replaceTool(chunk)
        break
      case 'source-url':
        this.state.parts.push({
          type: 'source-url',
          sourceId: chunk.sourceId,
          url: chunk.url,
          ...(chunk.title === undefined ? {} : { title: chunk.title })
        })
        break
      case 'file':
        this.state.parts.push({
          type: 'file',
          url: chunk.url,
          mediaType: chunk.mediaType,
          ...(chunk.providerMetadata ? { providerMetadata: chunk.providerMetadata } : {})
        })
        break
      case 'finish-step':
        this.#open.clear()
        break
      default:
        throw new Error(`Steno does not send ${chunk.type} chunks`)
    }
  }

  #begin(id: string, part: Part): void {
    this.#open.set(id, part)
    this.state.parts.push(part)
  }

  #append(id: string, delta: string): void {
    const part = this.#open.get(id)
    if (part?.type === 'text' || part?.type === 'reasoning') part.text += delta
  }

  #end(chunk: Extract<TurnChunk, { type: 'text-end' | 'reasoning-end' }>): void {
    const part = this.#open.get(chunk.id)
    if (part?.type !== 'text' && part?.type !== 'reasoning') return
    part.state = 'done'
    if (chunk.providerMetadata) part.providerMetadata = chunk.providerMetadata
    this.#open.delete(chunk.id)
  }

  #replaceTool(chunk: ToolChunk): void {
    const index = this.state.parts.findIndex(part => part.type === 'dynamic-tool' && part.toolCallId === chunk.toolCallId)
    const part = this.state.parts[index]
    if (part?.type !== 'dynamic-tool') return
    this.state.parts[index] = nextToolPart(part, chunk)
  }

  /** What ends a message properly: parts that are still open are closed, calls that have no result are told why. */
  closingChunks(errorText: string): TurnChunk[] {
    const chunks: TurnChunk[] = []
    for (const [id, part] of this.#open) chunks.push({ type: part.type === 'reasoning' ? 'reasoning-end' : 'text-end', id })
    for (const part of this.state.parts) {
      if (part.type !== 'dynamic-tool') continue
      const { toolCallId, toolName } = part
      if (part.state === 'input-streaming') {
        chunks.push({ type: 'tool-input-error', toolCallId, toolName, input: part.rawInput ?? '', errorText, dynamic: true })
      } else if (part.state === 'input-available') {
        chunks.push({ type: 'tool-output-error', toolCallId, errorText, dynamic: true })
      }
    }
    return [...chunks, { type: 'finish-step' }]
  }
}

function toolIdentity(part: DynamicToolPart) {
  return {
    type: part.type,
    toolName: part.toolName,
    toolCallId: part.toolCallId,
    ...(part.title === undefined ? {} : { title: part.title })
  }
}

function nextToolPart(part: DynamicToolPart, chunk: ToolChunk): DynamicToolPart {
  const identity = toolIdentity(part)
  switch (chunk.type) {
    case 'tool-input-delta': {
      const rawInput = part.state === 'input-streaming' ? (part.rawInput ?? '') + chunk.inputTextDelta : chunk.inputTextDelta
      return { ...identity, state: 'input-streaming', rawInput }
    }
    case 'tool-input-available':
      return { ...identity, state: 'input-available', input: chunk.input }
    case 'tool-input-error':
      return { ...identity, state: 'output-error', input: chunk.input, errorText: chunk.errorText }
    case 'tool-output-available':
      return {
        ...identity,
        state: 'output-available',
        input: part.input,
        output: chunk.output,
        ...(chunk.providerMetadata ? { resultProviderMetadata: chunk.providerMetadata } : {})
      }
    case 'tool-output-error':
      return {
        ...identity,
        state: 'output-error',
        input: part.input,
        errorText: chunk.errorText,
        ...(chunk.providerMetadata ? { resultProviderMetadata: chunk.providerMetadata } : {})
      }
  }
}

/** The chunks that make a reader's message equal to `parts`: one delta per part, whatever the stream was cut into. */
export function chunksOfParts(parts: readonly Part[]): TurnChunk[] {
  const chunks: TurnChunk[] = []
  let step = -1
  let position = 0
  for (const part of parts) {
    switch (part.type) {
      case 'step-start':
        if (step >= 0) chunks.push({ type: 'finish-step' })
        step += 1
        position = 0
        chunks.push({ type: 'start-step' })
        break
      case 'text':
      case 'reasoning': {
        const id = `${Math.max(step, 0)}.${position++}`
        chunks.push({ type: `${part.type}-start`, id })
        if (part.text !== '') chunks.push({ type: `${part.type}-delta`, id, delta: part.text })
        if (part.state !== 'streaming') {
          chunks.push({ type: `${part.type}-end`, id, ...(part.providerMetadata ? { providerMetadata: part.providerMetadata } : {}) })
        }
        break
      }
      case 'dynamic-tool':
        chunks.push(...chunksOfTool(part))
        break
      case 'source-url':
        chunks.push({
          type: 'source-url',
          sourceId: part.sourceId,
          url: part.url,
          ...(part.title === undefined ? {} : { title: part.title })
        })
        break
      case 'file':
        chunks.push({
          type: 'file',
          url: part.url,
          mediaType: part.mediaType,
          ...(part.providerMetadata ? { providerMetadata: part.providerMetadata } : {})
        })
        break
      default:
        throw new Error(`Steno does not store ${part.type} parts`)
    }
  }
  return chunks
}

function chunksOfTool(part: DynamicToolPart): TurnChunk[] {
  const { toolCallId, toolName } = part
  const title = part.title === undefined ? {} : { title: part.title }
  const chunks: TurnChunk[] = [{ type: 'tool-input-start', toolCallId, toolName, dynamic: true, ...title }]
  if (part.state === 'input-streaming') {
    if (part.rawInput) chunks.push({ type: 'tool-input-delta', toolCallId, inputTextDelta: part.rawInput })
    return chunks
  }
  chunks.push({ type: 'tool-input-available', toolCallId, toolName, input: part.input, dynamic: true, ...title })
  const result = 'resultProviderMetadata' in part && part.resultProviderMetadata ? { providerMetadata: part.resultProviderMetadata } : {}
  if (part.state === 'output-available') {
    chunks.push({ type: 'tool-output-available', toolCallId, output: part.output, dynamic: true, ...result })
  } else if (part.state === 'output-error') {
    chunks.push({ type: 'tool-output-error', toolCallId, errorText: part.errorText, dynamic: true, ...result })
  }
  return chunks
}
