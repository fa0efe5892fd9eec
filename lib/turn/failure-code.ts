import type { FailureCode } from '../chat/failure.ts'
import { assertNever } from '../errors.ts'
import type { OpenRouterError } from '../openrouter/errors.ts'

/** The kind of an error: where it broke, what OpenRouter calls it, its status, and last what its sentence says. */
export function failureCode(error: OpenRouterError): FailureCode {
  switch (error.phase) {
    case 'network':
      return 'network'
    case 'timeout':
      return error.errorType === 'stalled' || error.errorType === 'too_long' ? error.errorType : 'upstream_timeout'
    case 'truncated':
      return 'upstream_truncated'
    case 'bad_data':
      return 'upstream_bad_data'
    case 'too_large':
      return 'too_large'
    case 'http':
    case 'stream':
    case 'choice':
      return (
        byAvailability.get(error.facts.availability ?? '') ??
        bySentence(error) ??
        byType.get(error.errorType ?? '')?.(error) ??
        statusCode(error)
      )
    default:
      return assertNever(error.phase)
  }
}

// Maps: the names come from upstream, and `constructor` is one that every object has.
const byAvailability = new Map<string, FailureCode>(
  Object.entries({
    model_not_found: 'upstream_model',
    model_deprecated: 'upstream_model',
    wrong_endpoint: 'upstream_model',
    free_variant_ended: 'upstream_model',
    no_endpoints: 'no_endpoints',
    constraint_filtered: 'no_endpoints',
    privacy_restricted: 'data_policy',
    region_restricted: 'forbidden',
    model_unavailable_upstream: 'upstream_overloaded',
    capacity_exhausted: 'upstream_overloaded',
    temporarily_unavailable: 'upstream_overloaded'
  })
)

/** What a choice that failed without an error object says instead, and 400s that only their words tell apart. */
const sentences: [RegExp, FailureCode][] = [
  [/^(?:MALFORMED|UNEXPECTED)_(?:FUNCTION|TOOL)_CALL$/i, 'tool_arguments_invalid'],
  [/^(?:SAFETY|RECITATION|PROHIBITED_CONTENT|BLOCKLIST|SPII|IMAGE_SAFETY|content_filter|refusal)$/i, 'filtered'],
  [/reasoning is mandatory/i, 'reasoning_mandatory'],
  [/is not a valid model id/i, 'upstream_model'],
  [
    /context (?:length|window|limit)|maximum context|maximum prompt length|too many tokens|prompt is too long|input token count.*exceeds/i,
    'context_length'
  ],
  [
    /token limit reached|max(?:imum)?[ _](?:completion[ _]|output[ _])?tokens\b.*(?:exceed|too (?:large|high)|at most|less than)/i,
    'answer_limit'
  ],
  [
    /\b(?:image|image_url|pdf|file_data|input_audio|audio)\b.*(?:invalid|not (?:supported|allowed)|unsupported|only allowed|could not|too large)/i,
    'attachment_refused'
  ],
  [
    /(?:invalid|unsupported|could not (?:process|read|download)|failed to (?:process|parse|download)).*\b(?:image|pdf|file|audio)\b/i,
    'attachment_refused'
  ]
]

/** Only for a 400, for what has no status: other statuses say it better than prose. */
function bySentence({ code, upstreamMessage }: OpenRouterError): FailureCode | undefined {
  if (code !== null && code !== 400) return undefined
  return sentences.find(([pattern]) => pattern.test(upstreamMessage))?.[1]
}

const always = (code: FailureCode) => (): FailureCode => code

/** https://openrouter.ai/docs/api_reference/errors-and-debugging names the types. */
const byType = new Map<string, (error: OpenRouterError) => FailureCode>(
  Object.entries({
    authentication: keyCode,
    permission_denied: forbiddenCode,
    payment_required: creditCode,
    rate_limit_exceeded: rateLimitCode,
    provider_overloaded: always('upstream_overloaded'),
    provider_unavailable: always('upstream_error'),
    content_policy_violation: always('upstream_moderation'),
    refusal: always('upstream_moderation'),
    not_found: missingCode,
    payload_too_large: always('request_too_large'),
    timeout: always('upstream_timeout'),
    context_length_exceeded: always('context_length'),
    string_too_long: always('context_length'),
    token_limit_exceeded: always('context_length'),
    max_tokens_exceeded: always('answer_limit'),
    invalid_image: always('attachment_refused'),
    image_too_large: always('attachment_refused'),
    image_too_small: always('attachment_refused'),
    unsupported_image_format: always('attachment_refused'),
    image_not_found: always('attachment_refused'),
    image_download_failed: always('attachment_refused')
  })
)

function statusCode(error: OpenRouterError): FailureCode {
  switch (error.code) {
    case 401:
      return keyCode(error)
    case 402:
      return creditCode(error)
    case 403:
      return forbiddenCode(error)
    case 404:
      return missingCode(error)
    case 408:
    case 504:
    case 524:
      return 'upstream_timeout'
    case 413:
      return 'request_too_large'
    case 400:
    case 422:
      return 'upstream_invalid'
    case 429:
      return rateLimitCode(error)
    case 503:
    case 529:
      return 'upstream_overloaded'
    default:
      return 'upstream_error'
  }
}

function keyCode({ upstreamMessage }: OpenRouterError): FailureCode {
  return /no cookie auth|missing authentication/i.test(upstreamMessage) ? 'key_missing' : 'upstream_auth'
}

function creditCode({ facts }: OpenRouterError): FailureCode {
  if (facts.limitSource === 'openrouter_in_flight_budget') return 'credits_in_flight'
  return facts.limitSource === 'openrouter_key_limit' ? 'key_limit' : 'upstream_credits'
}

function forbiddenCode({ facts, upstreamMessage }: OpenRouterError): FailureCode {
  if (facts.limitSource?.startsWith('openrouter')) return 'key_limit'
  if (facts.patterns || /guardrail/i.test(upstreamMessage)) return 'guardrail'
  return facts.reasons || facts.flaggedInput || /moderation|flagged/i.test(upstreamMessage) ? 'upstream_moderation' : 'forbidden'
}

function missingCode({ facts, upstreamMessage }: OpenRouterError): FailureCode {
  const step = facts.failedRoutingStep
  if (/data policy|privacy|zdr|zero data/i.test(`${step ?? ''} ${upstreamMessage}`)) return 'data_policy'
  return step !== undefined || /no (?:allowed |available )?(?:endpoints|providers)/i.test(upstreamMessage)
    ? 'no_endpoints'
    : 'upstream_model'
}

/** OpenRouter limits its free models itself and names no provider then. */
function rateLimitCode({ facts, providerName, upstreamMessage }: OpenRouterError): FailureCode {
  if (facts.limitSource?.startsWith('upstream')) return 'upstream_rate_limit'
  const isPlatform = facts.limitSource?.startsWith('openrouter') || /^rate limit exceeded: |free-models-per/i.test(upstreamMessage)
  return isPlatform && providerName === null ? 'platform_rate_limit' : 'upstream_rate_limit'
}
