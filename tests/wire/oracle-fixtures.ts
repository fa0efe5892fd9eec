import type { ReasoningDetail } from '../../lib/openrouter/reasoning-details.ts'
import type { Reply } from './fixture-server.ts'
import { answer, chunk, done, ending, events, keepAlive, refusal, streamReply, text, thought, toolCall, usageOf } from './stream.ts'

export interface OracleFixture {
  name: string
  reply: Reply
  /** `acme/model` unless the model matters. */
  model?: string
}

export const sum = '{"a":2,"b":3}'
export const opening = toolCall(0, { id: 'call_1', name: 'add', arguments: '' })
export const call = toolCall(0, { id: 'call_1', name: 'add', arguments: sum })
export const encrypted = { type: 'reasoning.encrypted', data: 'gAAAAABq', id: 'rs_1', format: 'openai-responses-v1', index: 0 }
const geminiSignature = { type: 'reasoning.encrypted', data: 'EjQKMgEM', format: 'google-gemini-v1', index: 0 }
const unformatted = { type: 'reasoning.text', text: 'Hm.', format: null, index: 0 }

export function signed(words: string, signature: string, index = 0) {
  const common = { type: 'reasoning.text', format: 'anthropic-claude-v1', index }
  return [thought({ ...common, text: words }), thought({ ...common, signature })]
}

export function citation(title: string | null) {
  return { type: 'url_citation', url_citation: { url: 'https://example.org/a', title, start_index: 0, end_index: 3 } }
}

function summary(words: string, index = 0) {
  return thought({ type: 'reasoning.summary', summary: words, format: 'openai-responses-v1', index })
}

function open(words: string): ReasoningDetail {
  return { type: 'reasoning.text', text: words, format: 'unknown', index: 0 }
}

const cached = usageOf({ prompt_tokens: 2649, prompt_tokens_details: { cached_tokens: 2569, cache_write_tokens: 79 } })
const bareUsage = { ...chunk({}), choices: [], usage: usageOf() }
const stop = chunk({}, { finish: 'stop' })
const calls = ending('tool_calls')

/** Answers of which both readers make the same. */
export const agreed: OracleFixture[] = [
  { name: 'comments between events', reply: answer(keepAlive, text('Grüße '), ': ', keepAlive, text('👋🏽'), ending()) },
  { name: 'lines that end in CRLF', reply: streamReply(events(text('A'), text('B'), ending(), done).replaceAll('\n', '\r\n')) },
  { name: 'single bytes', reply: streamReply(events(text('Grüße 👋🏽'), call, calls, done), { pieceBytes: 1 }) },
  { name: 'usage beside an empty reason', reply: answer(text('Hi'), stop, chunk({}, { usage: usageOf() })) },
  { name: 'usage without choices', reply: answer(text('Hi'), stop, bareUsage) },
  { name: 'the reason once more beside the usage', reply: answer(text('Hi'), stop, ending()) },
  { name: 'no [DONE] after reason and usage', reply: streamReply(events(text('Hi'), ending())) },
  { name: 'an answer that was too long', reply: answer(text('Hi'), ending('length')) },
  { name: 'an answer that was filtered', reply: answer(text('Hi'), ending('content_filter')) },
  { name: 'an empty answer', reply: answer(ending()) },
  { name: 'cached and newly cached tokens', reply: answer(text('Hi'), ending('stop', cached)) },
  {
    name: 'a thought and the answer in one delta',
    reply: answer(chunk({ reasoning: 'So.', reasoning_details: [open('So.')], content: 'Yes.' }), ending())
  },
  {
    name: 'empty reasoning',
    reply: answer(chunk({ reasoning: null, reasoning_details: [] }), chunk({ reasoning: '' }), text('Hi'), ending())
  },
  { name: 'reasoning without details', reply: answer(chunk({ reasoning: 'Hm.' }), text('Hi'), ending()) },
  { name: 'a signed block', reply: answer(...signed('Let me see.', 'Eq0ECkgI'), text('Hi'), ending()) },
  {
    name: 'a signed block that begins empty',
    reply: answer(
      thought({ type: 'reasoning.text', text: '', signature: '', format: 'anthropic-claude-v1', index: 0 }),
      ...signed('Well.', 'Eq0ECkgI'),
      text('Hi'),
      ending()
    )
  },
  {
    name: 'a signed block before a call',
    reply: answer(...signed('Let me add.', 'Eq0E'), opening, toolCall(0, { arguments: sum }), calls)
  },
  { name: 'an encrypted entry alone', reply: answer(thought(encrypted), text('Hi'), ending()) },
  { name: 'an encrypted entry before a call', reply: answer(thought(encrypted), call, calls) },
  { name: 'a summary and its encrypted twin', reply: answer(summary('Add'), summary('ing.'), thought(encrypted), text('5'), ending()) },
  {
    name: 'encrypted entries and summaries in turn',
    reply: answer(
      thought(encrypted),
      summary('One.', 1),
      thought({ ...encrypted, id: 'rs_2', index: 2 }),
      summary('Two.', 3),
      thought({ ...encrypted, id: 'rs_3', index: 4 }),
      text('5'),
      ending()
    )
  },
  {
    name: 'a signature without text',
    reply: answer(thought({ type: 'reasoning.text', signature: 'AY89a1', format: 'google-gemini-v1', index: 0 }), text('Hi'), ending())
  },
  { name: 'an encrypted entry after the text', reply: answer(text('Hi'), thought(geminiSignature), ending()) },
  {
    name: 'an encrypted entry named after the first of two calls',
    reply: answer(
      thought({ ...geminiSignature, id: 'tool_add_1' }),
      toolCall(0, { id: 'tool_add_1', name: 'add', arguments: sum }),
      toolCall(1, { id: 'tool_add_2', name: 'add', arguments: sum }),
      calls
    )
  },
  { name: 'open reasoning of unknown format', reply: answer(thought(open('Hm')), thought(open('.')), text('Hi'), ending()) },
  { name: 'open reasoning of no format', reply: answer(thought(unformatted), text('Hi'), ending()) },
  {
    name: 'arguments in pieces',
    reply: answer(opening, ...['{"a":', '2,"b"', ':3}'].map(piece => toolCall(0, { arguments: piece })), calls)
  },
  { name: 'arguments that never come', reply: answer(opening, calls) },
  { name: 'arguments that are {}', reply: answer(opening, toolCall(0, { arguments: '{}' }), calls) },
  { name: 'arguments with spaces', reply: answer(opening, toolCall(0, { arguments: '{"a": 2, "b": 3}' }), calls) },
  { name: 'two calls', reply: answer(call, toolCall(1, { id: 'call_2', name: 'multiply', arguments: sum }), calls) },
  {
    name: 'two calls in turn',
    reply: answer(
      opening,
      toolCall(1, { id: 'call_2', name: 'multiply', arguments: '{"a":' }),
      toolCall(0, { arguments: sum }),
      toolCall(1, { arguments: '1}' }),
      calls
    )
  },
  { name: 'text before a call', reply: answer(text('One moment.'), call, calls) },
  { name: 'the whole call repeated', reply: answer(call, call, calls) },
  {
    name: 'a call whose first piece has no arguments key',
    reply: answer(toolCall(0, { id: 'call_1', name: 'add' }), toolCall(0, { arguments: sum }), calls)
  },
  { name: 'citations', reply: answer(chunk({ annotations: [citation('A'), citation('B')] }), text('Hi'), ending()) },
  { name: 'a refusal before the stream', reply: refusal(402, { message: 'Insufficient credits' }) },
  { name: 'an error without choices', reply: answer(text('Hel'), { error: { code: 502, message: 'Bad gateway' } }) },
  {
    name: 'an error beside a choice',
    reply: answer(text('Hel'), chunk({}, { finish: 'error', error: { code: 502, message: 'Bad gateway' } }))
  }
]
