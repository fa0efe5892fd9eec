/** Error bodies as OpenRouter sends them with each status. Written from the facts, no recording is copied. */

interface ErrorBody {
  error: { message: string; code: number; metadata?: Record<string, unknown> }
  /** Really sent; a client must never show or log it. */
  user_id?: string
}

const settingsUrl = 'https://openrouter.ai/settings'

/** `metadata.raw` is what the provider said, as a JSON string. */
function upstream(provider: string, code: number, message: string): ErrorBody {
  const raw = JSON.stringify({ error: { message, type: 'invalid_request_error' } })
  return { error: { message: 'Provider returned error', code, metadata: { raw, provider_name: provider, is_byok: false } } }
}

const bodies: Record<number, (provider: string, model: string) => ErrorBody> = {
  400: (_, model) => ({ error: { message: `${model} is not a valid model ID`, code: 400 } }),
  401: () => ({ error: { message: 'User not found.', code: 401 } }),
  402: () => ({
    error: {
      message: 'This request requires more credits, or fewer max_tokens. You requested up to 32768 tokens, but can only afford 5142.',
      code: 402,
      metadata: {
        limit_source: 'openrouter_credits',
        remedy_hint: `Add credits at ${settingsUrl}/credits, or lower max_tokens.`,
        provider_name: null,
        previous_errors: []
      }
    }
  }),
  403: (provider, model) => ({
    error: {
      message: `${model} requires moderation on ${provider}. Your input was flagged for "violence". No credits were charged.`,
      code: 403,
      metadata: {
        reasons: ['violence'],
        flagged_input: 'This is the beginning...and this the end.',
        provider_name: provider,
        model_slug: model
      }
    }
  }),
  404: () => ({
    error: {
      message: `No endpoints found matching your data policy. Configure: ${settingsUrl}/privacy`,
      code: 404,
      metadata: { routing_funnel: [{ step: 'Initial Endpoints', endpoint_count: 1 }], failed_routing_step: 'Filter by Data Policy' }
    }
  }),
  429: (provider, model) => ({
    error: {
      message: 'Provider returned error',
      code: 429,
      metadata: {
        raw: `${model} is temporarily rate-limited upstream. Please retry shortly.`,
        provider_name: provider,
        is_byok: false,
        provider_error_code: 'rate_limit_exceeded',
        limit_source: 'upstream_provider_shared_pool',
        retry_after_seconds: 1,
        retry_after_seconds_raw: 0.751,
        headers: { 'Retry-After': '1' }
      }
    }
  }),
  500: () => ({ error: { message: 'Internal Server Error', code: 500 } }),
  502: provider => upstream(provider, 502, 'The backend could not be reached.'),
  503: provider => ({
    error: {
      message: `Upstream error from ${provider}: Service temporarily overloaded`,
      code: 503,
      metadata: { error_type: 'provider_overloaded' }
    }
  })
}

/** The body for a status; a status without its own gets the provider's error. */
export function httpErrorBody(status: number, provider: string, model: string): ErrorBody {
  const body = bodies[status]?.(provider, model) ?? upstream(provider, status, `The provider answered ${status}.`)
  return { ...body, user_id: 'user_2simulated0000000000000000' }
}

/** What a proxy on the way answers: no API at all. */
export const htmlPage = '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Sign in</h1></body></html>'
