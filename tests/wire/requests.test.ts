import { beforeEach, describe, expect, test } from 'vitest'
import type { ReasoningEffort } from '../../lib/chat/turn-request.ts'
import { unknownModelInfo } from '../../lib/openrouter/model-info.ts'
import { clearModelCache, loadModels } from '../../lib/openrouter/models.ts'
import type { ChatRequest, ChatTool } from '../../lib/openrouter/request.ts'
import { FakeClock } from './fake-clock.ts'
import { hi } from './fixtures/expected-failures.ts'
import { ask, modelInfo, nextRequest, openHandler, serveFixtures, userMessage } from './harness.ts'
import { answer, ending, text } from './stream.ts'

const server = serveFixtures()

beforeEach(() => {
  clearModelCache()
  server.on('/chat/completions', answer(text('Hi'), ending()))
})

/** What is asked without any wishes. */
const bare: ChatRequest = { model: 'acme/model', messages: [userMessage('Hello')], stream: true }

async function requestWith(options: Parameters<typeof ask>[1]): Promise<ChatRequest> {
  const outcome = await ask(server, options)
  expect(outcome.chunks).toEqual(hi)
  const request = server.requests.at(-1)
  if (!request) throw new Error('No request arrived.')
  return request
}

describe('the request', () => {
  test('is a stream of the given messages, with the key and the app named in its headers', async () => {
    const tools: ChatTool[] = [{ type: 'function', function: { name: 'add', description: 'Adds', parameters: { type: 'object' } } }]
    const handler = openHandler(server)
    for await (const piece of handler.createMessage('Be brief.', [userMessage('Hi')], tools)) expect(piece).toBeDefined()
    expect(server.requests).toEqual([
      { model: 'acme/model', messages: [{ role: 'system', content: 'Be brief.' }, userMessage('Hi')], stream: true, tools }
    ])
    const [call] = server.callsTo('/chat/completions')
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer sk-or-v1-test',
      'x-openrouter-title': 'Steno',
      'content-type': 'application/json'
    })
    expect(call?.headers['http-referer']).toMatch(/^https?:/)
  })

  test.each([
    ['anthropic,openai', { order: ['anthropic', 'openai'] }],
    ['google', { only: ['google-vertex', 'google-ai-studio'] }],
    ['anthropic', { only: ['anthropic'] }],
    ['price', { sort: 'price' }],
    ['anthropic,openrouter', { order: ['anthropic'] }],
    [' Anthropic, openai ,google', { order: ['anthropic', 'openai', 'google-vertex', 'google-ai-studio'] }],
    ['', undefined]
  ])('D55 openRouterProviderSorting "%s"', async (openRouterProviderSorting, provider) => {
    expect(await requestWith({ openRouterProviderSorting })).toEqual({ ...bare, ...(provider ? { provider } : {}) })
  })

  test('D56 a budget wins over the effort and stays below max_tokens', async () => {
    const options = { reasoningEffort: 'high' as const, openRouterModelInfo: { ...modelInfo, maxTokens: 16_384 } }
    expect(await requestWith({ ...options, thinkingBudgetTokens: 15_000 })).toEqual({
      ...bare,
      reasoning: { max_tokens: 15_000 },
      max_tokens: 16_384
    })
    // What is left of the model's limit is for the answer itself.
    expect(await requestWith({ ...options, thinkingBudgetTokens: 20_000 })).toEqual({
      ...bare,
      reasoning: { max_tokens: 15_360 },
      max_tokens: 16_384
    })
    expect(await requestWith({ thinkingBudgetTokens: 20_000 })).toEqual({ ...bare, reasoning: { max_tokens: 20_000 }, max_tokens: 36_384 })
    expect(await requestWith(options)).toEqual({ ...bare, reasoning: { effort: 'high' } })
  })

  test('D56 of a small model the budget takes half', async () => {
    const openRouterModelInfo = { ...modelInfo, maxTokens: 1500 }
    expect(await requestWith({ thinkingBudgetTokens: 20_000, openRouterModelInfo })).toEqual({
      ...bare,
      reasoning: { max_tokens: 750 },
      max_tokens: 1500
    })
  })

  test('D56 a limit of the answer makes room for the budget', async () => {
    const thinkingBudgetTokens = 4000
    const reasoning = { max_tokens: 4000 }
    expect(await requestWith({ thinkingBudgetTokens, request: { max_tokens: 1000 } })).toEqual({ ...bare, reasoning, max_tokens: 5000 })
    expect(await requestWith({ thinkingBudgetTokens, request: { max_tokens: 4000 } })).toEqual({ ...bare, reasoning, max_tokens: 8000 })
    expect(await requestWith({ thinkingBudgetTokens, request: { max_tokens: 9000 } })).toEqual({ ...bare, reasoning, max_tokens: 9000 })
  })

  test('D57 a model that must think is not told not to', async () => {
    const reasoningEffort = 'none' as const
    expect(await requestWith({ reasoningEffort, openRouterModelInfo: { ...modelInfo, reasoningMandatory: true } })).toEqual(bare)
    expect(await requestWith({ reasoningEffort })).toEqual({ ...bare, reasoning: { effort: 'none' } })
  })

  test('D57 an effort the model does not know becomes its nearest', async () => {
    const openRouterModelInfo = { ...modelInfo, supportedEfforts: ['high', 'medium', 'low'] }
    const sent = (reasoningEffort: ReasoningEffort) => requestWith({ reasoningEffort, openRouterModelInfo })
    expect(await sent('max')).toEqual({ ...bare, reasoning: { effort: 'high' } })
    expect(await sent('minimal')).toEqual({ ...bare, reasoning: { effort: 'low' } })
    expect(await sent('medium')).toEqual({ ...bare, reasoning: { effort: 'medium' } })
  })

  test('Anthropic gets no temperature while it thinks', async () => {
    const options = { openRouterModelId: 'anthropic/claude-sonnet-4.5', request: { temperature: 0.2 } }
    expect(await requestWith({ ...options, reasoningEffort: 'low' })).not.toHaveProperty('temperature')
    expect(await requestWith(options)).toMatchObject({ temperature: 0.2 })
    expect(await requestWith({ reasoningEffort: 'low', request: { temperature: 0.2 } })).toMatchObject({ temperature: 0.2 })
  })

  test('a cache that must be asked for is: system and the last two user messages', async () => {
    const history = [
      userMessage('One'),
      userMessage('Two'),
      { role: 'assistant' as const, content: 'A' },
      userMessage('Three'),
      userMessage('')
    ]
    const request = await nextRequest(server, 'anthropic/claude-sonnet-4.5', history, {
      openRouterModelInfo: { supportsPromptCache: true }
    })
    const marked = request.messages.map(message => (Array.isArray(message.content) ? message.content.at(-1)?.text : null))
    expect(marked).toEqual([null, null, null, 'Three', null])
    expect(request.messages[3]?.content).toEqual([{ type: 'text', text: 'Three', cache_control: { type: 'ephemeral' } }])
  })

  test.each([
    ['acme/model', 1.5, true],
    ['acme/model', undefined, false],
    ['openai/gpt-5', 1.5, false],
    ['google/gemini-3-flash-preview', 1.5, false],
    ['anthropic/claude-sonnet-4.5', undefined, true]
  ])('the cache of %s, which takes %s to write, is asked for: %s', async (openRouterModelId, cacheWritesPrice, isMarked) => {
    const price = cacheWritesPrice === undefined ? {} : { cacheWritesPrice }
    const sent = await requestWith({ openRouterModelId, openRouterModelInfo: { supportsPromptCache: true, ...price } })
    const marked = [{ type: 'text', text: 'Hello', cache_control: { type: 'ephemeral' } }]
    expect(sent).toEqual({ ...bare, model: openRouterModelId, messages: [{ role: 'user', content: isMarked ? marked : 'Hello' }] })
  })
})

describe('models', () => {
  const record = {
    id: 'acme/model',
    canonical_slug: 'acme/model-20260101',
    context_length: 200_000,
    architecture: { input_modalities: ['text', 'image'] },
    pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003', input_cache_write: '0.00000375' },
    top_provider: { context_length: 128_000, max_completion_tokens: 64_000 },
    supported_parameters: ['tools', 'reasoning'],
    reasoning: { mandatory: false, supported_efforts: ['high', 'low'] }
  }
  const catalogue = { body: JSON.stringify({ data: [record, { odd: true }] }) }
  const fetching = { openRouterModelInfo: undefined }
  /** By the catalogue, this model's cache must be asked for. */
  const marked = { role: 'user', content: [{ type: 'text', text: 'Hello', cache_control: { type: 'ephemeral' } }] }

  test('D58 ten first messages fetch the catalogue once, and getModel reads it', async () => {
    server.on('/models', catalogue)
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(server, fetching)))
    expect(outcomes.map(({ chunks }) => chunks)).toEqual(Array(10).fill(hi))
    expect(server.callsTo('/models')).toHaveLength(1)
    // All ten go by what the catalogue says.
    expect(server.requests).toEqual(Array(10).fill({ ...bare, messages: [marked] }))
    expect(openHandler(server, fetching).getModel()).toEqual({
      id: 'acme/model',
      info: {
        contextWindow: 128_000,
        maxTokens: 64_000,
        inputPrice: 3,
        outputPrice: 15,
        cacheReadsPrice: 0.3,
        canonicalSlug: 'acme/model-20260101',
        cacheWritesPrice: 3.75,
        supportsPromptCache: true,
        supportsImages: true,
        supportsReasoning: true,
        reasoningMandatory: false,
        parameters: [],
        supportedEfforts: ['high', 'low'],
        supportsThinkingBudget: false,
        supportsTools: true,
        inputModalities: ['text', 'image']
      }
    })
  })

  test('D58 within five minutes nothing is fetched; after that a failure leaves the old list', async () => {
    server.on('/models', catalogue, { status: 500, body: '{}' })
    const clock = new FakeClock()
    await ask(server, { ...fetching, clock })
    await ask(server, { ...fetching, clock })
    expect(server.callsTo('/models')).toHaveLength(1)
    clock.pass(300_001)
    expect((await ask(server, { ...fetching, clock })).chunks).toEqual(hi)
    expect(server.callsTo('/models')).toHaveLength(2)
    expect(server.requests).toEqual(Array(3).fill({ ...bare, messages: [marked] }))
    expect(openHandler(server, fetching).getModel().info.inputPrice).toBe(3)
    expect(await loadModels({ baseUrl: server.baseUrl }, clock.now)).toMatchObject({ stale: true, items: [{ id: 'acme/model' }] })
  })

  test('D58 explicit info wins and fetches nothing; an unknown id gets the default', async () => {
    server.on('/models', catalogue)
    const openRouterModelInfo = { maxTokens: 16_384, contextWindow: 200_000, supportsPromptCache: true, inputPrice: 1, outputPrice: 2 }
    await ask(server, { openRouterModelInfo })
    expect(server.callsTo('/models')).toHaveLength(0)
    await ask(server, fetching)
    expect(server.callsTo('/models')).toHaveLength(1)
    expect(openHandler(server, { openRouterModelInfo }).getModel().info).toBe(openRouterModelInfo)
    expect(openHandler(server, { ...fetching, openRouterModelId: 'custom/model' }).getModel()).toEqual({
      id: 'custom/model',
      info: unknownModelInfo
    })
  })

  test('D58 without a catalogue the answer comes all the same', async () => {
    expect((await ask(server, fetching)).chunks).toEqual(hi)
    expect(server.requests).toEqual([bare])
  })
})
