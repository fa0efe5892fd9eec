import {
  ChatResult$inboundSchema,
  ChatStreamChunk$inboundSchema,
  GenerationResponse$inboundSchema,
  ModelsListResponse$inboundSchema
} from '@openrouter/sdk/models'
import {
  GetCurrentKeyResponse$inboundSchema,
  ListEndpointsResponse$inboundSchema,
  ListProvidersResponse$inboundSchema
} from '@openrouter/sdk/models/operations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { families } from './family.ts'
import { isRecord } from './request-messages.ts'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

/**
 * Reads a body as OpenRouter's own SDK does. Its schemas want some keys absent where the recorded wire has null: exactly those
 * nulls are taken out, anything else fails.
 */
function accept<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const nulls = parsed.error.issues.filter(issue => valueAt(body, issue.path) === null)
  expect(nulls.length, z.prettifyError(parsed.error)).toBeGreaterThan(0)
  return schema.parse(nulls.reduce((copy, issue) => without(copy, issue.path), body))
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined), value)
}

function without(body: unknown, path: PropertyKey[]): unknown {
  const copy = structuredClone(body)
  const parent = valueAt(copy, path.slice(0, -1))
  const last = path.at(-1)
  if (isRecord(parent) && last !== undefined) Reflect.deleteProperty(parent, last)
  return copy
}

describe('what the official SDK accepts', () => {
  let simulator: Simulator
  let chat: TestChat
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 'schema' })
    chat = new TestChat(simulator)
  })
  afterAll(() => simulator.close())

  test.each(families)('chunks of the family %s', async family => {
    await chat.control.script({
      family,
      reasoning: 'Let me think.',
      text: 'Here you are.',
      annotations: [{ type: 'url_citation', url_citation: { url: 'https://example.org', title: 'Example', start_index: 0, end_index: 0 } }],
      toolCalls: [{ name: 'add', arguments: '{"a": 1}' }]
    })
    const { chunks } = await chat.ask()
    expect(chunks.length).toBeGreaterThan(8)
    for (const chunk of chunks) accept(ChatStreamChunk$inboundSchema, chunk)
  })

  test('a whole completion', async () => {
    await chat.control.script({
      stream: false,
      family: 'openai',
      reasoning: 'Hm.',
      text: 'Yes.',
      toolCalls: [{ name: 'add', arguments: '{}' }]
    })
    const response = await chat.post({ stream: false })
    const result = accept(ChatResult$inboundSchema, await response.json())
    expect(result.choices[0]?.message.content).toBe('Yes.')
  })

  test('the catalogue and its endpoints', async () => {
    const models = accept(ModelsListResponse$inboundSchema, (await chat.get('/models')).body)
    expect(models.data.length).toBeGreaterThan(25)
    expect(new Set(models.data.map(model => model.id)).size).toBe(models.data.length)
    const endpoints = await chat.get('/models/anthropic/claude-sonnet-5/endpoints')
    accept(ListEndpointsResponse$inboundSchema, endpoints.body)
  })

  test('generation, key and providers', async () => {
    await chat.control.script({ text: 'Short.' })
    const { generationId } = await chat.ask()
    const generation = await chat.get(`/generation?id=${generationId}`)
    const { data } = accept(GenerationResponse$inboundSchema, generation.body)
    expect(data.id).toBe(generationId)
    accept(GetCurrentKeyResponse$inboundSchema, (await chat.get('/key')).body)
    accept(ListProvidersResponse$inboundSchema, (await chat.get('/providers')).body)
  })
})
