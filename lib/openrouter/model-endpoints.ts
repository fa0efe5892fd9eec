import type { ModelEndpoint } from '../chat/model-endpoint.ts'
import { type CachedItems, CachedList } from './cached-list.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'
import { perMillion } from './model-info.ts'
import { type EndpointRecord, endpointRecordSchema, endpointsSchema } from './wire.ts'

const cache = new CachedList<ModelEndpoint>()

/**
 * Who serves a model now (https://openrouter.ai/docs/api-reference/list-endpoints-for-a-model), from a process-wide cache as
 * that of the catalogue. Throws `OpenRouterError`, code 404 for a model that is not there.
 */
export async function loadModelEndpoints(
  endpoint: Endpoint,
  model: string,
  now: () => number = Date.now
): Promise<CachedItems<ModelEndpoint>> {
  return cache.load(`${endpoint.baseUrl} ${model}`, () => fetchModelEndpoints(endpoint, model), now)
}

async function fetchModelEndpoints(endpoint: Endpoint, model: string): Promise<ModelEndpoint[]> {
  const path = model.split('/').map(encodeURIComponent).join('/')
  const list = endpointsSchema.safeParse(await getJson(`/models/${path}/endpoints`, endpoint))
  if (!list.success) throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: 'The answer lists no endpoints.', retryable: true })
  return list.data.data.endpoints.flatMap(item => {
    const record = endpointRecordSchema.safeParse(item)
    return record.success ? [toModelEndpoint(record.data)] : []
  })
}

function toModelEndpoint(record: EndpointRecord): ModelEndpoint {
  const { pricing } = record
  return {
    tag: record.tag,
    provider: record.provider_name,
    contextWindow: record.context_length ?? null,
    maxTokens: record.max_completion_tokens ?? null,
    inputPrice: perMillion(pricing?.prompt) ?? null,
    outputPrice: perMillion(pricing?.completion) ?? null,
    cacheReadPrice: perMillion(pricing?.input_cache_read) ?? null,
    cacheWritePrice: perMillion(pricing?.input_cache_write) ?? null,
    quantization: record.quantization === 'unknown' ? null : (record.quantization ?? null),
    uptime: record.uptime_last_30m ?? null,
    latencyMs: median(record.latency_last_30m),
    tokensPerSecond: median(record.throughput_last_30m),
    supportedParameters: record.supported_parameters ?? []
  }
}

/** One number in older answers, percentiles in newer ones. */
function median(value: EndpointRecord['latency_last_30m']): number | null {
  return typeof value === 'number' ? value : (value?.p50 ?? null)
}
