import { CachedList } from './cached-list.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'
import { listSchema, type ProviderRecord, providerRecordSchema } from './wire.ts'

const cache = new CachedList<ProviderRecord>()

/**
 * Display names and slugs of all providers (https://openrouter.ai/openapi.json), from the process-wide
 * cache. Throws `OpenRouterError`.
 */
export async function loadProviders(endpoint: Endpoint, now: () => number = Date.now): Promise<readonly ProviderRecord[]> {
  return (await cache.load(endpoint.baseUrl, () => fetchProviders(endpoint), now)).items
}

async function fetchProviders(endpoint: Endpoint): Promise<ProviderRecord[]> {
  const list = listSchema.safeParse(await getJson('/providers', endpoint))
  if (!list.success)
    throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: 'The answer is no list of providers.', retryable: true })
  return list.data.data.flatMap(item => {
    const record = providerRecordSchema.safeParse(item)
    return record.success ? [record.data] : []
  })
}
