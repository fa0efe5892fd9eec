import { describe, expect, test } from 'vitest'
import { familyOfModel } from '../../lib/chat/model-family.ts'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { type HistoryMessage, providerPin } from '../../lib/openrouter/replay.ts'
import type { ChatRequest, ChatRequestMessage } from '../../lib/openrouter/request.ts'
import { claudeThinkingTool, haiku } from './fixtures/anthropic.ts'
import { bodyOf } from './fixtures/body-of.ts'
import { told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import { ask, askOn, assistantsOf, nextRequest, serveFixtures, storedStep, textOf, toolResult, userMessage } from './harness.ts'
import { answer, ending, refusal, streamReply, text } from './stream.ts'

const server = serveFixtures()
const { details: signed, toolCall: call } = claudeThinkingTool
const calls = [{ id: call.id, type: 'function' as const, function: { name: 'weather', arguments: '{"location": "Oslo"}' } }]

/** A Claude tool turn as it is stored, and the next question. */
async function claudeHistory(): Promise<HistoryMessage[]> {
  server.on('/chat/completions', streamReply(bodyOf(claudeThinkingTool)))
  const outcome = await ask(server, { openRouterModelId: haiku })
  expect(outcome.chunks).toEqual(claudeThinkingTool.chunks)
  const closing = { role: 'assistant' as const, content: 'Cold.', sourceModel: haiku }
  return [userMessage('Weather?'), storedStep(outcome, haiku), toolResult(call.id, '4 °C'), closing, userMessage('Sure?')]
}

/** The request that goes to `model`, when its first assistant message has these details. */
function requestTo(model: string, details: object[] | null): ChatRequest {
  const step = { role: 'assistant', content: null, tool_calls: calls, ...(details ? { reasoning_details: details } : {}) }
  const rest = [toolResult(call.id, '4 °C'), { role: 'assistant', content: 'Cold.' }, userMessage('Sure?')]
  return { model, messages: [userMessage('Weather?'), step, ...rest] as ChatRequestMessage[], stream: true }
}

/** A 400 with these words as it is surfaced. */
function refused(message: string): object {
  const body = { code: 400, message }
  return failure({ phase: 'http', code: 400, upstreamMessage: message, generationId: null, retryable: false, body })
}

describe('another model reads the conversation', () => {
  test('D34 foreign details are withheld from the request and come back with their model', async () => {
    const history = await claudeHistory()
    const stored = JSON.stringify(history)
    expect(await nextRequest(server, 'openai/gpt-5-mini', history)).toEqual(requestTo('openai/gpt-5-mini', null))
    const home = await nextRequest(server, haiku, history)
    expect(home).toEqual(requestTo(haiku, signed))
    expect(JSON.stringify(assistantsOf(home)[0]?.reasoning_details)).toBe(JSON.stringify(signed))
    expect(JSON.stringify(history)).toBe(stored)
  })

  test('D34 another model of the same family reads them, and the tool results stay', async () => {
    expect(await nextRequest(server, 'anthropic/claude-opus-5', await claudeHistory())).toEqual(
      requestTo('anthropic/claude-opus-5', signed)
    )
  })

  test('D34 plain reasoning goes back to the model that wrote it only', async () => {
    const plain = { type: 'reasoning.text', text: 'Hm.', format: 'unknown', index: 0 }
    const step: HistoryMessage = { role: 'assistant', content: 'Hi', reasoning_details: [plain], sourceModel: 'deepseek/deepseek-r1' }
    const bare = { role: 'assistant', content: 'Hi' }
    for (const [model, assistant] of [
      ['deepseek/deepseek-r1:free', { ...bare, reasoning_details: [plain] }],
      ['deepseek/deepseek-v3.2', bare],
      [haiku, bare]
    ] as const) {
      const request = await nextRequest(server, model, [userMessage('Hi'), step, userMessage('?')])
      expect(request).toEqual({ model, messages: [userMessage('Hi'), assistant, userMessage('?')], stream: true })
    }
  })

  test('D35 Gemini 3 gets a stand-in for the signature that a foreign call never had', async () => {
    const history = await claudeHistory()
    const stored = JSON.stringify(history)
    const standIn = {
      type: 'reasoning.encrypted',
      data: 'skip_thought_signature_validator',
      id: call.id,
      format: 'google-gemini-v1',
      index: 0
    }
    const newer = 'google/gemini-3-flash-preview'
    expect(await nextRequest(server, newer, history)).toEqual(requestTo(newer, [standIn]))
    const older = 'google/gemini-2.5-flash'
    expect(await nextRequest(server, older, history)).toEqual(requestTo(older, null))
    expect(JSON.stringify(history)).toBe(stored)
  })

  test('D36 a continuation is pinned to the provider that answered, before those the user prefers', async () => {
    const providers = [{ name: 'Amazon Bedrock', slug: 'amazon-bedrock' }]
    const pin = providerPin({ provider: 'Amazon Bedrock', providers, details: signed })
    const request = await nextRequest(server, haiku, await claudeHistory(), {
      openRouterProviderSorting: 'anthropic,openai',
      request: { session_id: 'conversation-1', ...(pin ? { provider: pin } : {}) }
    })
    expect(request).toEqual({
      ...requestTo(haiku, signed),
      provider: { order: ['amazon-bedrock', 'anthropic', 'openai'], allow_fallbacks: true },
      session_id: 'conversation-1'
    })
  })

  test('D36 blobs that only their maker can read forbid a fallback, unless the slug is a guess', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'x', format: 'google-gemini-v1' }]
    const providers = [{ name: 'Google AI Studio', slug: 'google-ai-studio' }]
    expect(providerPin({ provider: 'Google AI Studio', providers, details })).toEqual({
      order: ['google-ai-studio'],
      allow_fallbacks: false
    })
    expect(providerPin({ provider: 'Google', providers, details })).toEqual({ order: ['google-vertex'], allow_fallbacks: true })
    expect(providerPin({ provider: null, providers, details })).toBeUndefined()
  })

  test.each([
    [
      'Provider returned error',
      {
        raw: '{\n  "error": {\n    "code": 400,\n    "message": "Corrupted thought signature."\n  }\n}\n',
        provider_name: 'Google AI Studio'
      }
    ],
    ['The encrypted content for item rs_0123 could not be verified.', {}],
    ["Item with id 'rs_0123' not found.", {}],
    ['messages.1.content.0: Invalid `signature` in `thinking` block', {}]
  ])('D37 details that the upstream refuses are left out once: %s', async (message, metadata) => {
    const history = await claudeHistory()
    server.reset()
    server.on('/chat/completions', refusal(400, { message, metadata }), answer(text('Better.'), ending()))
    const attempts: number[] = []
    const onRetryAttempt = (error: OpenRouterError) => attempts.push(error.code ?? 0)
    const outcome = await askOn(server, haiku, history, { onRetryAttempt })
    expect(outcome.error).toBeNull()
    expect(outcome.chunks).toEqual([...told('Better.'), ...hi.slice(1)])
    expect(server.requests).toEqual([requestTo(haiku, signed), requestTo(haiku, null)])
    expect(attempts).toEqual([400])
  })

  test('D37 without its details a call to Gemini 3 has the stand-in, and a refusal of that is surfaced', async () => {
    const gemini = 'google/gemini-3-flash-preview'
    const standIn = {
      type: 'reasoning.encrypted',
      data: 'skip_thought_signature_validator',
      id: call.id,
      format: 'google-gemini-v1',
      index: 0
    }
    const own = { type: 'reasoning.encrypted', data: 'AAAA', id: call.id, format: 'google-gemini-v1', index: 0 }
    const history = (await claudeHistory()).map(message =>
      'tool_calls' in message ? { ...message, sourceModel: gemini, reasoning_details: [own] } : message
    )
    server.reset()
    server.on('/chat/completions', refusal(400, { message: 'Corrupted thought signature.' }))
    const outcome = await askOn(server, gemini, history)
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(refused('Corrupted thought signature.'))
    expect(server.requests).toEqual([requestTo(gemini, [own]), requestTo(gemini, [standIn])])
  })

  test('D37 a second refusal is surfaced, and one without details to leave out at once', async () => {
    const history = await claudeHistory()
    server.reset()
    server.on('/chat/completions', refusal(400, { message: 'Corrupted thought signature.' }))
    for (const outcome of [await askOn(server, haiku, history), await ask(server)]) {
      expect(outcome.chunks).toEqual([])
      expect(failureOf(outcome)).toEqual(refused('Corrupted thought signature.'))
    }
    expect(server.requests).toEqual([requestTo(haiku, signed), requestTo(haiku, null), sent])
  })

  test('D37 any other 400 is surfaced at once', async () => {
    const history = await claudeHistory()
    server.reset()
    server.on('/chat/completions', refusal(400, { message: 'acme is not a valid model ID' }))
    const outcome = await askOn(server, haiku, history)
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(refused('acme is not a valid model ID'))
    expect(server.requests).toEqual([requestTo(haiku, signed)])
  })

  test('a step that lost its tool call loses what belonged to it', async () => {
    const signature = { type: 'reasoning.encrypted', data: 'x', id: 'tool_1', format: 'google-gemini-v1', index: 0 }
    const cut: HistoryMessage = {
      role: 'assistant',
      content: 'Let me see.',
      tool_calls: [{ id: 'tool_1', type: 'function', function: { name: 'f', arguments: '{"a' } }],
      reasoning_details: [signature],
      sourceModel: 'google/gemini-3-flash-preview'
    }
    const bare: HistoryMessage = { ...cut, content: null }
    const request = await nextRequest(server, 'google/gemini-3-flash-preview', [userMessage('Hi'), cut, bare, userMessage('?')])
    expect(assistantsOf(request)).toEqual([{ role: 'assistant', content: 'Let me see.' }])
    expect(textOf(await ask(server))).toBe('')
  })

  test.each([
    ['openai/gpt-5-mini', 'openai-responses-v1', 0],
    [haiku, 'anthropic-claude-v1', 0],
    ['google/gemini-3-flash-preview', 'google-gemini-v1', 1]
  ])('%s gets back a thought that nothing came after: %s, %i times', async (model, format, count) => {
    const thought = { type: 'reasoning.encrypted', data: 'x', id: 'rs_1', format, index: 0 }
    const cut: HistoryMessage = { role: 'assistant', content: '', reasoning_details: [thought], sourceModel: model }
    const request = await nextRequest(server, model, [userMessage('Hi'), cut, userMessage('?')])
    expect(assistantsOf(request)).toEqual(Array(count).fill({ role: 'assistant', content: '', reasoning_details: [thought] }))
    expect(textOf(await ask(server))).toBe('')
  })

  test('families are named by their author, whatever the prefix', () => {
    expect(['~anthropic/claude-opus-latest', 'x-ai/grok-4', 'meta-llama/llama-5', 'z-ai/glm-5'].map(familyOfModel)).toEqual([
      'anthropic',
      'xai',
      'meta',
      'z-ai'
    ])
  })
})
