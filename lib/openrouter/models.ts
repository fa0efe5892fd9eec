import { type CachedItems, CachedList } from './cached-list.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'
import { type ModelInfo, toModelInfo } from './model-info.ts'
import { listSchema, type ModelRecord, modelRecordSchema } from './wire.ts'

const cache = new CachedList<ModelRecord>()

/** Fetches the catalogue (https://openrouter.ai/docs/api-reference/list-available-models). Throws `OpenRouterError`. */
export async function fetchModels(endpoint: Endpoint): Promise<ModelRecord[]> {
  const list = listSchema.safeParse(await getJson('/models', endpoint))
  if (!list.success) throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: 'The answer is no list of models.', retryable: true })
  return list.data.data.flatMap(item => {
    const record = modelRecordSchema.safeParse(item)
    return record.success ? [record.data] : []
  })
}

/** The catalogue from the process-wide cache, one per base URL: one fetch at a time, five minutes, stale on error. */
export async function loadModels(endpoint: Endpoint, now: () => number = Date.now): Promise<CachedItems<ModelRecord>> {
  return cache.load(endpoint.baseUrl, () => fetchModels(endpoint), now)
}

/** What the cache knows of a model now; never fetches. Also finds it by its dated slug and without its variant. */
export function cachedModelInfo(baseUrl: string, model: string): ModelInfo | null {
  const records = cache.peek(baseUrl) ?? []
  const base = model.replace(/:[\w-]+$/, '')
  const record =
    records.find(({ id }) => id === model) ??
    records.find(({ canonical_slug: slug }) => slug === model) ??
    records.find(({ id, canonical_slug: slug }) => id === base || slug === base)
  return record ? toModelInfo(record) : null
}

/** Forgets everything; for tests. */
export function clearModelCache(): void {
  cache.clear()
}
