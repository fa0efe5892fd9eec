import type { UsageChunk } from './chunks.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'
import { usageFromGeneration } from './usage.ts'

/**
 * `found`: the bill. `not_found`: not there yet, which lasts seconds to many minutes, or never to be. `refused`: asking
 * again with this key is useless. `failed`: no answer this time.
 */
export type GenerationResult =
  | { state: 'found'; usage: UsageChunk }
  | { state: 'not_found' }
  | { state: 'refused'; status: number }
  | { state: 'failed' }

interface GenerationRequest extends Endpoint {
  apiKey: string
  /** `gen-…`, from the response's header or its chunks. */
  generationId: string
}

/**
 * Asks once for the bill of a completion. Rejects only when the signal is aborted, with its reason.
 * https://openrouter.ai/docs/api-reference/get-a-generation
 */
export async function fetchGeneration(request: GenerationRequest): Promise<GenerationResult> {
  try {
    const body = await getJson(`/generation?id=${encodeURIComponent(request.generationId)}`, request)
    const usage = usageFromGeneration(body, request.generationId)
    return usage ? { state: 'found', usage } : { state: 'failed' }
  } catch (error) {
    if (!(error instanceof OpenRouterError)) throw error
    if (error.code === 404) return { state: 'not_found' }
    return error.code !== null && isRefusal(error.code) ? { state: 'refused', status: error.code } : { state: 'failed' }
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}
