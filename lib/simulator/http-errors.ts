/** Error bodies as OpenRouter sends them with each status. Written from the facts, no recording is copied. */

interface ErrorBody {
  error: { message: string; code: number; metadata?: Record<string, unknown> }
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

/** Errors that share their status with others; `http.kind` of a script names one. */
export const httpErrorKinds = [
  'missing_key',
  'unknown_key',
  'credits',
  'key_limit',
  'in_flight',
  'guardrail',
  'no_endpoints',
  'context_length',
  'nested_raw',
  'reasoning_mandatory',
  'tool_image',
  'signature',
  'free_per_day',
  'capacity',
  'model_deprecated',
  'validation'
] as const
export type HttpErrorKind = (typeof httpErrorKinds)[number]

interface KindContext {
  provider: string
  model: string
  now: number
}

const dayMs = 86_400_000

const kinds: Record<HttpErrorKind, (context: KindContext) => { status: number; body: object }> = {
  missing_key: () => plain(401, 'No cookie auth credentials found'),
  unknown_key: () => plain(401, 'Missing Authentication header'),
  credits: () =>
    plain(402, `${needsCredit(65_536, 33_333)} To increase, visit ${settingsUrl}/credits and upgrade`, { provider_name: null }),
  key_limit: () =>
    plain(402, needsCredit(32_768, 3900), {
      limit_source: 'openrouter_key_limit',
      remedy_hint: `Raise or remove this API key's usage limit at ${settingsUrl}/keys, or use a key without a limit.`,
      provider_name: null
    }),
  in_flight: () => plain(402, 'Your running requests hold the rest of your credits', { limit_source: 'openrouter_in_flight_budget' }),
  guardrail: () => plain(403, 'Request blocked by a guardrail', { patterns: ['email address', 'internal project name'] }),
  no_endpoints: () =>
    plain(404, 'No endpoints found that support tool use', {
      routing_funnel: [
        { step: 'Initial Endpoints', endpoint_count: 2 },
        { step: 'Filter by Tool Support', endpoint_count: 0 }
      ]
    }),
  context_length: () => {
    const message =
      "This endpoint's maximum context length is 200000 tokens. However, you requested about 212000 tokens (211000 of text input, 1000 in the output)."
    return plain(400, message, { provider_name: null, previous_errors: [{ code: 400, message }] })
  },
  nested_raw: ({ provider }) => {
    const message =
      "Requested token count exceeds the model's maximum context length of 131072 tokens. You requested a total of 131265 tokens."
    const details = JSON.stringify({ error: { message, type: 'BadRequest' }, request_id: 'req-simulated' })
    const raw = JSON.stringify({ error: { message: 'Backend request failed with status 400', type: 'backend_error', code: 400, details } })
    return plain(400, 'Provider returned error', { raw, provider_name: provider, is_byok: false, provider_error_code: '400' })
  },
  reasoning_mandatory: () => plain(400, 'Reasoning is mandatory for this endpoint and cannot be disabled.', { provider_name: null }),
  tool_image: ({ provider }) => ({
    status: 400,
    body: upstream(provider, 400, "Invalid 'messages[2]'. Image URLs are only allowed for messages with role 'user'.")
  }),
  signature: ({ provider }) => ({ status: 400, body: upstream(provider, 400, 'Corrupted thought signature.') }),
  free_per_day: ({ now }) =>
    plain(429, 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day', {
      headers: { 'X-RateLimit-Limit': '50', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(endOfDay(now)) },
      provider_name: null
    }),
  capacity: ({ model }) => availability(503, 'provider_overloaded', 'capacity_exhausted', model, { retryable: true, retry_after: 40 }),
  model_deprecated: ({ model }) => availability(404, 'not_found', 'model_deprecated', model, { retryable: false }),
  validation: () => {
    const issues = [{ code: 'invalid_type', path: ['messages', 0, 'content'], message: 'Required' }]
    return { status: 400, body: { success: false, error: { name: 'ZodError', message: JSON.stringify(issues) } } }
  }
}

function plain(code: number, message: string, metadata?: Record<string, unknown>): { status: number; body: ErrorBody } {
  return { status: code, body: { error: { message, code, ...(metadata && { metadata }) } } }
}

function needsCredit(requested: number, affordable: number): string {
  return `This request requires more credits, or fewer max_tokens. You requested up to ${requested} tokens, but can only afford ${affordable}.`
}

function endOfDay(now: number): number {
  return (Math.floor(now / dayMs) + 1) * dayMs
}

/** The documented body without a `code`. */
function availability(status: number, errorType: string, code: string, model: string, more: object): { status: number; body: object } {
  return {
    status,
    body: {
      error: {
        message: `${model} cannot be served now`,
        error_type: errorType,
        http_status: status,
        availability: {
          code,
          requested_models: [model],
          fallback_models: ['openai/gpt-5-mini', 'google/gemini-3-flash-preview'],
          docs_url: 'https://openrouter.ai/docs/api_reference/errors-and-debugging',
          ...more
        },
        metadata: { previous_errors: [{ provider: 'Simulated', code, status }] }
      }
    }
  }
}

/** Really sent beside the error; a client must never show, store or log it. */
const userId = 'user_2simulated0000000000000000'

/** The body for a status; a status without its own gets the provider's error. */
export function httpErrorBody(status: number, provider: string, model: string): object {
  const body = bodies[status]?.(provider, model) ?? upstream(provider, status, `The provider answered ${status}.`)
  return { ...body, user_id: userId }
}

export function httpErrorOfKind(kind: HttpErrorKind, context: KindContext): { status: number; body: object } {
  const { status, body } = kinds[kind](context)
  return { status, body: { ...body, user_id: userId } }
}

/** What a proxy on the way answers: no API at all. */
export const htmlPage = '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Sign in</h1></body></html>'
