import 'server-only'
import type { ModelEndpoints } from '../chat/model-endpoint.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { loadModelEndpoints } from '../openrouter/model-endpoints.ts'
import { upstreamOf } from './upstream.ts'

/** Who serves a model now, or did when OpenRouter last said so. */
export async function readEndpoints(userId: string, model: string): Promise<ModelEndpoints> {
  const { baseUrl, apiKey } = await upstreamOf(userId)
  try {
    const { items, fetchedAt, stale } = await loadModelEndpoints({ baseUrl, apiKey }, model)
    return { model, endpoints: [...items], fetchedAt: new Date(fetchedAt).toISOString(), stale }
  } catch (error) {
    if (error instanceof OpenRouterError && (error.code === 404 || error.code === 400)) throw new NotFoundError('model')
    throw new AppError('upstream_unreachable', 502, 'OpenRouter could not be asked who serves this model.', {
      cause: error,
      retryable: true
    })
  }
}
