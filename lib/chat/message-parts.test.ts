import { readUIMessageStream, type UIMessage, uiMessageChunkSchema } from 'ai'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../chat/message.ts'
import { chunksOfParts, MessageParts } from './message-parts.ts'
import type { TurnChunk } from './turn-chunk.ts'

/** What the AI SDK's own reader makes of the chunks: what a browser shows. */
async function readBySdk(chunks: readonly TurnChunk[]): Promise<UIMessage['parts']> {
  const stream = new ReadableStream<TurnChunk>({
    start(controller) {
      controller.enqueue({ type: 'start', messageId: 'm' })
      for (const chunk of chunks) controller.enqueue(chunk)
      // The reader hands a message out only when something changed that can be seen; this makes it.
      controller.enqueue({ type: 'message-metadata', messageMetadata: {} })
      controller.close()
    }
  })
  let message: UIMessage | undefined
  for await (const next of readUIMessageStream({ stream, terminateOnError: true })) message = next
  return message?.parts ?? []
}

function readByUs(chunks: readonly TurnChunk[]): ChatMessage['parts'] {
  const message = new MessageParts()
  for (const chunk of chunks) message.apply(chunk)
  return message.state.parts
}

/** The SDK sets keys to undefined where we leave them out, and parses partial arguments; neither is stored. */
function comparable(parts: readonly object[]): unknown {
  return JSON.parse(
    JSON.stringify(parts.map(part => ('state' in part && part.state === 'input-streaming' ? { ...part, input: undefined } : part)))
  )
}

const steno = { providerMetadata: { steno: { durationMs: 12 } } }
const turn: TurnChunk[] = [
  { type: 'start-step' },
  { type: 'reasoning-start', id: '0.0' },
  { type: 'reasoning-delta', id: '0.0', delta: 'Let me ' },
  { type: 'reasoning-delta', id: '0.0', delta: 'think.' },
  { type: 'reasoning-end', id: '0.0', ...steno },
  { type: 'text-start', id: '0.1' },
  { type: 'text-delta', id: '0.1', delta: 'I will calculate.' },
  { type: 'text-end', id: '0.1' },
  { type: 'tool-input-start', toolCallId: 'call', toolName: 'calculator', dynamic: true, title: 'Calculator' },
  { type: 'tool-input-delta', toolCallId: 'call', inputTextDelta: '{"expression":' },
  { type: 'tool-input-delta', toolCallId: 'call', inputTextDelta: '"1+1"}' },
  {
    type: 'tool-input-available',
    toolCallId: 'call',
    toolName: 'calculator',
    input: { expression: '1+1' },
    dynamic: true,
    title: 'Calculator'
  },
  { type: 'tool-output-available', toolCallId: 'call', output: { text: '2' }, dynamic: true, ...steno },
  { type: 'finish-step' },
  { type: 'start-step' },
  { type: 'tool-input-start', toolCallId: 'bad', toolName: 'teleport', dynamic: true },
  { type: 'tool-input-delta', toolCallId: 'bad', inputTextDelta: '{}' },
  { type: 'tool-input-available', toolCallId: 'bad', toolName: 'teleport', input: {}, dynamic: true },
  { type: 'tool-output-error', toolCallId: 'bad', errorText: 'No such tool', dynamic: true, ...steno },
  { type: 'finish-step' },
  { type: 'start-step' },
  { type: 'source-url', sourceId: '2.s0', url: 'https://example.org', title: 'Example' },
  { type: 'file', url: '/api/attachments/a', mediaType: 'image/png', providerMetadata: { steno: { sizeBytes: 70, width: 1, height: 1 } } },
  { type: 'file', url: '', mediaType: 'image/png', providerMetadata: { steno: { problem: 'damaged' } } },
  { type: 'text-start', id: '2.0' },
  { type: 'text-delta', id: '2.0', delta: 'It is 2.' },
  { type: 'text-end', id: '2.0' },
  { type: 'finish-step' }
]

describe('message parts', () => {
  test('every chunk is one that the AI SDK knows', async () => {
    const schema = uiMessageChunkSchema()
    for (const chunk of turn) expect(await schema.validate?.(chunk)).toMatchObject({ success: true })
  })

  test('a turn cut at any place reads as the AI SDK reads it', async () => {
    for (let cut = 0; cut <= turn.length; cut++) {
      const chunks = turn.slice(0, cut)
      expect(comparable(readByUs(chunks)), `cut after ${cut} chunks`).toEqual(comparable(await readBySdk(chunks)))
    }
  })

  test('a replay of any prefix, followed by the rest, makes the same message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: turn.length }), async cut => {
        const before = readByUs(turn.slice(0, cut))
        const replayed = await readBySdk(chunksOfParts(before))
        expect(comparable(replayed)).toEqual(comparable(before))
        // What follows speaks of parts that the replay has opened, by the same ids.
        expect(comparable(await readBySdk([...chunksOfParts(before), ...turn.slice(cut)]))).toEqual(comparable(await readBySdk(turn)))
      })
    )
  })

  test('a turn that ends early is closed: nothing stays open, calls say why they have no result', () => {
    for (let cut = 0; cut <= turn.length; cut++) {
      const message = new MessageParts()
      for (const chunk of turn.slice(0, cut)) message.apply(chunk)
      for (const chunk of message.closingChunks('Not run')) message.apply(chunk)
      for (const part of message.state.parts) {
        if (part.type === 'text' || part.type === 'reasoning') expect(part.state).toBe('done')
        if (part.type === 'dynamic-tool') expect(part.state).toMatch(/^output-/)
      }
    }
  })
})
