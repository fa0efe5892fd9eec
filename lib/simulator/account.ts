import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BillRow } from './bill.ts'
import { findModel, modelEndpoints, modelList } from './catalogue.ts'
import { picoOf } from './exact-dollars.ts'
import { replyError, replyJson } from './http-reply.ts'
import { providers } from './providers.ts'
import type { SimulatorState } from './state.ts'
import { wait } from './wait.ts'

/** The endpoints beside chat. */

/** `GET /models`: public, cacheable, with an ETag. */
export function replyModels(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
  const wanted = query.get('q')?.toLowerCase()
  const all = modelList().filter(model => wanted === undefined || JSON.stringify(model).toLowerCase().includes(wanted))
  const body = JSON.stringify({ data: all, total_count: all.length, links: { next: null } })
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { ETag: etag, 'Cache-Control': 'public, s-maxage=300', 'Content-Type': 'application/json' }
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, headers).end(body)
}

/** `GET /models/{author}/{slug}/endpoints`. */
export function replyEndpoints(response: ServerResponse, slug: string): void {
  const entry = findModel(slug)
  if (entry) replyJson(response, 200, { data: modelEndpoints(entry) })
  else replyError(response, 404, `Model ${slug} not found`)
}

export function replyProviders(response: ServerResponse): void {
  const data = providers.map(provider => ({ ...provider, privacy_policy_url: null, terms_of_service_url: null, status_page_url: null }))
  replyJson(response, 200, { data })
}

/** `GET /generation?id=`: 404 while the completion runs, and for as long as its step says. */
export async function replyGeneration(state: SimulatorState, response: ServerResponse, key: string, generationId: string): Promise<void> {
  const behaviour = state.generationBehaviour(generationId)
  if (behaviour?.hang) return
  const leaving = new AbortController()
  response.on('close', () => leaving.abort())
  await wait(behaviour?.delayMs ?? 0, leaving.signal)
  if (behaviour?.status !== undefined) return replyError(response, behaviour.status, 'The generation could not be read')
  const row = state.bill.find(generationId)
  const isLate = behaviour?.notFound !== undefined && behaviour.notFound > 0
  if (row && isLate) behaviour.notFound = (behaviour.notFound ?? 0) - 1
  if (!row || row.key !== key || isLate) return replyError(response, 404, `Generation ${generationId} not found`)
  replyJson(response, 200, { data: generationData(row, behaviour?.quoted ?? false) })
}

function generationData(row: BillRow, quoted: boolean): object {
  // What a number cannot say to the pico-dollar is quoted anyway.
  const amount = (dollars: string) => (quoted || picoOf(String(Number(dollars))) !== picoOf(dollars) ? dollars : Number(dollars))
  const cost = amount(row.cost)
  return {
    id: row.generationId,
    upstream_id: `upstream-${row.generationId}`,
    total_cost: cost,
    cache_discount: null,
    upstream_inference_cost: row.isByok ? amount(row.upstreamCost) : 0,
    created_at: row.createdAt,
    model: row.model,
    app_id: null,
    external_user: null,
    streamed: row.streamed,
    cancelled: row.cancelled,
    provider_name: row.provider,
    latency: row.latencyMs,
    moderation_latency: null,
    generation_time: row.generationTimeMs,
    finish_reason: row.finishReason,
    native_finish_reason: row.nativeFinishReason,
    tokens_prompt: row.promptTokens,
    tokens_completion: row.completionTokens,
    native_tokens_prompt: row.promptTokens,
    native_tokens_completion: row.completionTokens,
    native_tokens_completion_images: null,
    native_tokens_reasoning: row.reasoningTokens,
    native_tokens_cached: row.cachedTokens,
    num_media_prompt: null,
    num_input_audio_prompt: null,
    num_media_completion: 0,
    num_search_results: null,
    num_fetches: null,
    web_search_engine: null,
    origin: '',
    usage: cost,
    is_byok: row.isByok,
    service_tier: null,
    router: null,
    user_agent: null,
    http_referer: null,
    request_id: null,
    session_id: row.sessionId,
    preset_id: null,
    api_type: 'completions',
    provider_responses: [
      {
        endpoint_id: '00000000-0000-0000-0000-000000000000',
        id: `upstream-${row.generationId}`,
        is_byok: row.isByok,
        latency: row.latencyMs,
        model_permaslug: row.model,
        provider_name: row.provider,
        status: 200
      }
    ],
    response_cache_source_id: null,
    data_region: 'global',
    workspace_id: '00000000-0000-0000-0000-000000000000'
  }
}
