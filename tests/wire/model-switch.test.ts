import { describe, expect, test } from 'vitest'
import { familyOfModel } from '../../lib/chat/model-family.ts'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { type HistoryMessage, providerPin } from '../../lib/openrouter/replay.ts'
import { ask, assistantsOf, errorOf, nextRequest, serveFixtures, storedStep, textOf, toolResult, userMessage } from './harness.ts'
import { answer, ending, refusal, text, thought, toolCall } from './stream.ts'

const server = serveFixtures()

const claude = 'anthropic/claude-sonnet-4.5'
const signed = { type: 'reasoning.text', text: 'I need the weather.', signature: 'Eq0ECkgI', format: 'anthropic-claude-v1', index: 0 }

/** A Claude tool turn as it is stored. */
async function claudeToolTurn(): Promise<HistoryMessage[]> {
  server.on(
    '/chat/completions',
    answer(thought(signed), toolCall(0, { id: 'toolu_01', name: 'weather', arguments: '{"city": "Oslo"}' }), ending('tool_calls'))
  )
  const step = storedStep(await ask(server, { openRouterModelId: claude }), claude)
  return [userMessage('Weather?'), step, toolResult('toolu_01', '4 °C'), { role: 'assistant', content: 'Cold.', sourceModel: claude }]
}

describe('another model reads the conversation', () => {
  test('D34 foreign details are withheld from the request and come back with their model', async () => {
    const history = [...(await claudeToolTurn()), userMessage('Sure?')]
    const stored = JSON.stringify(history)
    const foreign = assistantsOf(await nextRequest(server, 'openai/gpt-5-mini', history))
    expect(foreign[0]).not.toHaveProperty('reasoning_details')
    expect(foreign[0]?.tool_calls).toEqual([
      { id: 'toolu_01', type: 'function', function: { name: 'weather', arguments: '{"city": "Oslo"}' } }
    ])
    const home = assistantsOf(await nextRequest(server, claude, history))
    expect(home[0]?.reasoning_details).toEqual([signed])
    expect(JSON.stringify(history)).toBe(stored)
  })

  test('D34 another model of the same family reads them, and the tool results stay', async () => {
    const request = await nextRequest(server, 'anthropic/claude-opus-5', [...(await claudeToolTurn()), userMessage('Sure?')])
    expect(assistantsOf(request)[0]?.reasoning_details).toEqual([signed])
    expect(request.messages[2]).toMatchObject({ role: 'tool', tool_call_id: 'toolu_01' })
  })

  test('D34 plain reasoning goes back to the model that wrote it only', async () => {
    const plain = { type: 'reasoning.text', text: 'Hm.', format: 'unknown', index: 0 }
    const step: HistoryMessage = { role: 'assistant', content: 'Hi', reasoning_details: [plain], sourceModel: 'deepseek/deepseek-r1' }
    const sentTo = async (model: string) => assistantsOf(await nextRequest(server, model, [userMessage('Hi'), step, userMessage('?')]))[0]
    expect(await sentTo('deepseek/deepseek-r1:free')).toMatchObject({ reasoning_details: [plain] })
    expect(await sentTo('deepseek/deepseek-v3.2')).not.toHaveProperty('reasoning_details')
    expect(await sentTo(claude)).not.toHaveProperty('reasoning_details')
  })

  test('D35 Gemini 3 gets a stand-in for the signature that a foreign call never had', async () => {
    const history = await claudeToolTurn()
    const request = await nextRequest(server, 'google/gemini-3-flash-preview', [...history, userMessage('Sure?')])
    expect(assistantsOf(request)[0]?.reasoning_details).toEqual([
      { type: 'reasoning.encrypted', data: 'skip_thought_signature_validator', id: 'toolu_01', format: 'google-gemini-v1', index: 0 }
    ])
    expect(assistantsOf(request)[1]).not.toHaveProperty('reasoning_details')
    const older = await nextRequest(server, 'google/gemini-2.5-flash', [...history, userMessage('Sure?')])
    expect(assistantsOf(older)[0]).not.toHaveProperty('reasoning_details')
  })

  test('D36 a continuation is pinned to the provider that answered', async () => {
    const providers = [{ name: 'Amazon Bedrock', slug: 'amazon-bedrock' }]
    const pin = providerPin({ provider: 'Amazon Bedrock', providers, details: [signed] })
    const request = await nextRequest(server, claude, await claudeToolTurn(), {
      openRouterProviderSorting: 'anthropic,openai',
      request: { session_id: 'conversation-1', ...(pin ? { provider: pin } : {}) }
    })
    expect(request.provider).toEqual({ order: ['amazon-bedrock', 'anthropic', 'openai'], allow_fallbacks: true })
    expect(request.session_id).toBe('conversation-1')
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
    const step: HistoryMessage = { role: 'assistant', content: 'Hi', reasoning_details: [signed], sourceModel: claude }
    server.on('/chat/completions', refusal(400, { message, metadata }), answer(text('Better.'), ending()))
    const attempts: number[] = []
    const history = [userMessage('Hi'), step, userMessage('?')]
    const request = await nextRequest(server, claude, history, {
      onRetryAttempt: (error: OpenRouterError) => attempts.push(error.code ?? 0)
    })
    expect(server.requests).toHaveLength(2)
    expect(assistantsOf(server.requests[0] ?? request)[0]?.reasoning_details).toEqual([signed])
    expect(assistantsOf(request)[0]).toEqual({ role: 'assistant', content: 'Hi' })
    expect(attempts).toEqual([400])
  })

  test('D37 a second refusal is surfaced, and one without details to leave out at once', async () => {
    server.on('/chat/completions', refusal(400, { message: 'Corrupted thought signature.' }))
    const step: HistoryMessage = { role: 'assistant', content: 'Hi', reasoning_details: [signed], sourceModel: claude }
    await nextRequest(server, claude, [userMessage('Hi'), step, userMessage('?')])
    expect(server.requests).toHaveLength(2)
    expect(errorOf(await ask(server))).toMatchObject({ code: 400, upstreamMessage: 'Corrupted thought signature.' })
    expect(server.requests).toHaveLength(3)
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

  test('families are named by their author, whatever the prefix', () => {
    expect(['~anthropic/claude-opus-latest', 'x-ai/grok-4', 'meta-llama/llama-5', 'z-ai/glm-5'].map(familyOfModel)).toEqual([
      'anthropic',
      'xai',
      'meta',
      'z-ai'
    ])
  })
})
