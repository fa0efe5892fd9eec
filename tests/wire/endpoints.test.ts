import { describe, expect, test } from 'vitest'
import { fetchGeneration } from '../../lib/openrouter/generation.ts'
import { fetchKeyInfo } from '../../lib/openrouter/key.ts'
import { loadModelEndpoints } from '../../lib/openrouter/model-endpoints.ts'
import { fetchModels } from '../../lib/openrouter/models.ts'
import { loadProviders } from '../../lib/openrouter/providers.ts'
import { serveFixtures } from './harness.ts'

const server = serveFixtures()
const apiKey = 'sk-or-v1-test'

describe('the small endpoints', () => {
  test.each([
    [404, { state: 'not_found' }],
    [401, { state: 'refused', status: 401 }],
    [403, { state: 'refused', status: 403 }],
    [429, { state: 'failed' }],
    [500, { state: 'failed' }]
  ])('a generation behind %i', async (status, result) => {
    server.on('/generation', { status, body: JSON.stringify({ error: { code: status, message: 'x' } }) })
    expect(await fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: 'gen-1' })).toEqual(result)
  })

  test('a generation that is no generation failed, and one that is unreachable too', async () => {
    server.on('/generation', { body: '<html>' })
    expect(await fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: 'gen-1' })).toEqual({ state: 'failed' })
    expect(await fetchGeneration({ baseUrl: 'http://127.0.0.1:9', apiKey, generationId: 'gen-1' })).toEqual({ state: 'failed' })
  })

  test("a generation of an own key costs what the provider and OpenRouter's fee cost", async () => {
    const data = { native_tokens_prompt: 10, native_tokens_completion: 2, total_cost: 0.001, is_byok: true, upstream_inference_cost: 0.02 }
    server.on('/generation', { body: JSON.stringify({ data }) })
    const result = await fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: 'gen-1' })
    expect(result).toMatchObject({ state: 'found', usage: { totalCost: 0.021, costKnown: true, isByok: true, raw: data } })
  })

  test('an aborted lookup throws the reason', async () => {
    server.on('/generation', { body: '', end: 'hang' })
    const reason = new Error('stopped by the test')
    const lookup = fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: 'gen-1', signal: AbortSignal.abort(reason) })
    await expect(lookup).rejects.toBe(reason)
  })

  test('a key tells its label and its limits', async () => {
    server.on('/key', {
      body: JSON.stringify({ data: { label: 'sk-or-v1-abc...123', limit: 1, limit_remaining: 0.5, usage: 0.5, limit_reset: null } })
    })
    expect(await fetchKeyInfo({ baseUrl: server.baseUrl, apiKey })).toMatchObject({
      label: 'sk-or-v1-abc...123',
      limit: 1,
      limitRemaining: 0.5,
      usageDaily: null
    })
    server.on('/key', { status: 401, body: '{"error":{"message":"User not found.","code":401}}' })
    await expect(fetchKeyInfo({ baseUrl: server.baseUrl, apiKey })).rejects.toMatchObject({ code: 401, upstreamMessage: 'User not found.' })
  })

  test('lists are read entry by entry', async () => {
    server.on('/models', { body: JSON.stringify({ data: [{ id: 'a/b', pricing: null }, 7, { name: 'no id' }] }) })
    expect((await fetchModels({ baseUrl: server.baseUrl })).map(({ id }) => id)).toEqual(['a/b'])
    server.on('/models', { body: '{"data":null}' })
    await expect(fetchModels({ baseUrl: server.baseUrl })).rejects.toMatchObject({ phase: 'bad_data' })
    server.on('/providers', { body: JSON.stringify({ data: [{ name: 'Amazon Bedrock', slug: 'amazon-bedrock' }] }) })
    expect(await loadProviders({ baseUrl: server.baseUrl })).toMatchObject([{ slug: 'amazon-bedrock' }])
  })

  test('endpoints of a model are kept for five minutes, and longer while OpenRouter fails', async () => {
    const record = {
      provider_name: 'DeepInfra',
      tag: 'deepinfra/fp8',
      quantization: 'unknown',
      latency_last_30m: 250,
      pricing: { prompt: '-1' }
    }
    server.on('/models/a/b/endpoints', { body: JSON.stringify({ data: { endpoints: [record, 7, { tag: 'nameless' }] } }) })
    const at = (minutes: number) => loadModelEndpoints({ baseUrl: server.baseUrl }, 'a/b', () => minutes * 60_000)
    const first = await at(0)
    expect(first).toMatchObject({
      items: [{ tag: 'deepinfra/fp8', latencyMs: 250, quantization: null, inputPrice: null, uptime: null }],
      stale: false
    })
    expect(first.items).toHaveLength(1)
    server.on('/models/a/b/endpoints', { status: 500, body: '{}' })
    expect(await at(4)).toEqual(first)
    expect(await at(6)).toEqual({ ...first, stale: true })
    await expect(loadModelEndpoints({ baseUrl: server.baseUrl }, 'other/model')).rejects.toMatchObject({ code: 404 })
  })
})
