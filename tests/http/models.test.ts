/** The routes of the picker and the chat's settings: who serves a model, as OpenRouter says now. */
import { beforeEach, describe, expect, test } from 'vitest'
import { GET as endpoints } from '../../app/api/models/endpoints/route.ts'
import { GET as catalogue } from '../../app/api/models/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ModelEndpoints } from '../../lib/chat/model-endpoint.ts'
import type { ModelCatalogue } from '../../lib/chat/model-summary.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { clearModelCache } from '../../lib/openrouter/models.ts'
import { modelInfoOf } from '../../lib/turn/catalogue.ts'
import { useDatabase } from '../setup/database.ts'
import { none, refused } from './refused.ts'

const of = (model: string) => endpoints(new Request(`http://127.0.0.1:3000/api/models/endpoints?model=${encodeURIComponent(model)}`), none)
const listOf = async (answer: Promise<Response>): Promise<ModelEndpoints> => (await answer).json()

describe('endpoints of a model', () => {
  useDatabase()

  test('are its providers with prices, limits and figures', async () => {
    const { model, endpoints: found, stale } = await listOf(of('anthropic/claude-sonnet-4.5'))
    expect({ model, stale }).toEqual({ model: 'anthropic/claude-sonnet-4.5', stale: false })
    expect(found.map(({ tag, provider }) => [tag, provider])).toEqual([
      ['anthropic', 'Anthropic'],
      ['amazon-bedrock', 'Amazon Bedrock'],
      ['google-vertex', 'Google']
    ])
    expect(found[0]).toMatchObject({
      contextWindow: 1_000_000,
      maxTokens: 64_000,
      inputPrice: 3,
      outputPrice: 15,
      cacheReadPrice: 0.3,
      cacheWritePrice: 3.75,
      quantization: null,
      uptime: 100,
      latencyMs: 400,
      tokensPerSecond: 80
    })
    expect(found[0]?.supportedParameters).toContain('temperature')
  })

  test('of nothing, and of what is no slug', async () => {
    expect(await refused(of('nobody/nothing'))).toEqual({ status: 404, code: 'not_found' })
    for (const slug of ['canary', 'a/b?canary', '../key', 'a/../key']) {
      expect(await refused(of(slug)), slug).toEqual({ status: 400, code: 'invalid_request' })
    }
  })
})

describe('the catalogue', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('is on disk: it is there when OpenRouter cannot be reached after a restart, and says how old it is', async () => {
    const get = async (): Promise<ModelCatalogue> => (await catalogue(new Request('http://127.0.0.1:3000/api/models'), none)).json()
    const fresh = await get()
    expect(fresh.stale).toBe(false)
    expect(fresh.models.length).toBeGreaterThan(20)
    // What a new process knows: nothing.
    clearModelCache()
    globalThis.stenoModelInfo = undefined
    const simulator = await globalThis.stenoDemoUpstream
    const fault = { path: '/models', status: 500, times: 2 }
    await fetch(new URL('/__sim/fault', simulator?.url), { method: 'POST', body: JSON.stringify(fault) })
    expect(await get()).toEqual({ ...fresh, stale: true })
    // Turns know the models again, too.
    expect(modelInfoOf('demo', fresh.models[0]?.id ?? '').name).toBe(fresh.models[0]?.name)
  })
})
