import { rateLimitReset } from './retry.ts'
import { withoutSecrets } from './secrets.ts'
import { isRecord } from './wire.ts'

/**
 * What an error says besides its sentence, for a next step: numbers out of prose, and the parts of `metadata` and
 * `availability` that name a cause. Absent is not said. https://openrouter.ai/docs/api_reference/errors-and-debugging
 */
export interface ErrorFacts {
  /** 402: the answer tokens that the balance covers. */
  affordableTokens?: number
  /** By how many tokens the request is too long. */
  overflowTokens?: number
  /** How many tokens the model takes. */
  contextTokens?: number
  /** Whose limit it is, e.g. `openrouter_key_limit`, `upstream_provider_shared_pool`. */
  limitSource?: string
  /** OpenRouter's own advice. */
  remedyHint?: string
  /** 403: what was flagged. */
  reasons?: string[]
  /** 403: the names of a guardrail's patterns that matched. */
  patterns?: string[]
  /** 403: the piece of the input that was flagged; 100 characters at most. */
  flaggedInput?: string
  /** 404: the step of the routing after which no endpoint was left. */
  failedRoutingStep?: string
  /** Slugs of models that could answer instead. */
  fallbackModels?: string[]
  /** OpenRouter's word for why there is nobody to answer, e.g. `model_deprecated`. */
  availability?: string
  /** Milliseconds since 1970: when a used-up limit is full again. */
  resetsAt?: number
}

const longestFlagged = 100
const longestText = 400
const mostNames = 20

export function errorFacts(error: Record<string, unknown>, message: string, headers: Headers | null): ErrorFacts {
  const metadata = isRecord(error.metadata) ? error.metadata : {}
  const availability = isRecord(error.availability) ? error.availability : {}
  return present({
    affordableTokens: countIn(/can only afford ([\d,]+)/i.exec(message)?.[1]),
    ...overflow(message),
    limitSource: textOf(metadata.limit_source),
    remedyHint: textOf(metadata.remedy_hint),
    reasons: namesOf(metadata.reasons),
    patterns: namesOf(metadata.patterns),
    flaggedInput: shortened(textOf(metadata.flagged_input)),
    failedRoutingStep: textOf(metadata.failed_routing_step) ?? emptyStep(metadata.routing_funnel),
    fallbackModels: namesOf(availability.fallback_models),
    availability: textOf(availability.code),
    resetsAt: rateLimitReset(headers, error) ?? momentOf(metadata.resets_at)
  })
}

/** ISO 8601 or milliseconds since 1970; nothing that a Date cannot hold. */
function momentOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return typeof at === 'number' && at > 0 && at <= 8.64e15 ? at : undefined
}

/** "212000 tokens > 200000 maximum", "190000 + 20000 > 200000". */
const comparison = /(\d[\d,]*)(?: tokens)?(?:\s*\+\s*(\d[\d,]*))?\s*>\s*(\d[\d,]*)/
const limitInWords = /\b(?:maximum|max|limit|allowed)\b[^\d]{0,60}?(\d[\d,]*)/i

/** How much is too much; the sentence must be about tokens and name both numbers. */
function overflow(message: string): Pick<ErrorFacts, 'overflowTokens' | 'contextTokens'> {
  if (!/token|context|prompt/i.test(message)) return {}
  const compared = comparison.exec(message)
  const contextTokens = countIn(compared ? compared[3] : limitInWords.exec(message)?.[1])
  if (contextTokens === undefined) return {}
  // The total that was asked for is the largest number of such a sentence: its parts and the limit are smaller.
  const needed = compared
    ? (countIn(compared[1]) ?? 0) + (countIn(compared[2]) ?? 0)
    : Math.max(...[...message.matchAll(/\d[\d,]*/g)].map(([digits]) => countIn(digits) ?? 0))
  return needed > contextTokens ? { overflowTokens: needed - contextTokens, contextTokens } : { contextTokens }
}

/** Without a name for it: the first step of the funnel that let nobody through. */
function emptyStep(funnel: unknown): string | undefined {
  if (!Array.isArray(funnel)) return undefined
  const step: unknown = funnel.find(candidate => isRecord(candidate) && candidate.endpoint_count === 0)
  return isRecord(step) ? textOf(step.step) : undefined
}

function namesOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const names = value.flatMap(item => textOf(isRecord(item) ? (item.name ?? item.pattern ?? item.type) : item) ?? [])
  return names.length > 0 ? names.slice(0, mostNames) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? withoutSecrets(value).slice(0, longestText) : undefined
}

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > longestFlagged ? `${text.slice(0, longestFlagged - 1).trimEnd()}…` : text
}

function countIn(digits: string | undefined): number | undefined {
  const count = Number(digits?.replaceAll(',', '') || Number.NaN)
  return Number.isSafeInteger(count) ? count : undefined
}

function present(facts: { [Name in keyof ErrorFacts]: ErrorFacts[Name] | undefined }): ErrorFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
