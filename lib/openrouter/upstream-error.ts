import { STATUS_CODES } from 'node:http'
import { errorFacts } from './error-facts.ts'
import { OpenRouterError, type OpenRouterErrorPhase } from './errors.ts'
import { isRetryable, requestedWaitMs } from './retry.ts'
import { deepestError, recordWithoutSecrets } from './secrets.ts'
import { isRecord } from './wire.ts'

/** What is known about the call around an error object. */
export interface ErrorContext {
  phase: OpenRouterErrorPhase
  /** Milliseconds since 1970, for waits that name a moment. */
  now: number
  /** HTTP status, when it is the answer. */
  status?: number | undefined
  headers?: Headers | undefined
  generationId?: string | null | undefined
  /** Display name from the stream, used when the error names none. */
  provider?: string | null | undefined
  /** Words for an error object that has none. */
  fallbackMessage?: string | undefined
}

const genericMessage = /^(provider returned error|)$/i
const excerptLength = 200
const longestMessage = 2000
const longestPage = 50_000
const mostIssues = 3

/**
 * Reads an error object in any of its shapes: `{code, message, metadata}`, the availability body without `code`, a
 * validation error, a string. https://openrouter.ai/docs/api_reference/errors-and-debugging
 */
export function upstreamError(value: unknown, context: ErrorContext): OpenRouterError {
  const error = recordWithoutSecrets(isRecord(value) ? value : { message: value })
  const metadata = isRecord(error.metadata) ? error.metadata : undefined
  const code = numberOf(error.code) ?? numberOf(error.http_status) ?? context.status ?? null
  const errorType = textOf(metadata?.error_type) ?? textOf(error.error_type) ?? nonNumericText(error.code)
  const raw = parseNested(metadata?.raw)
  const said = bestMessage(error.message, raw) ?? context.fallbackMessage ?? 'The provider failed without saying why.'
  // Cut before it is searched: an upstream may quote a whole request.
  const message = said.slice(0, longestMessage)
  const headers = context.headers ?? null
  return new OpenRouterError({
    phase: context.phase,
    upstreamMessage: message,
    code,
    metadata,
    fileAnnotations: fileAnnotationsOf(value),
    providerName: textOf(metadata?.provider_name) ?? context.provider ?? blamed(error, message),
    raw,
    errorType,
    generationId: context.generationId ?? null,
    retryable: isRetryable({ code, errorType, error }),
    retryAfterMs: requestedWaitMs(headers, error, context.now),
    facts: errorFacts(error, message, headers),
    requestId: textOf(headers?.get('request-id')) ?? textOf(headers?.get('x-request-id')) ?? textOf(headers?.get('cf-ray')),
    body: error
  })
}

/** They are the user's own texts, not the error's: nothing is taken out of them. */
function fileAnnotationsOf(error: unknown): Record<string, unknown>[] {
  const annotations = isRecord(error) && isRecord(error.metadata) ? error.metadata.file_annotations : null
  if (!Array.isArray(annotations)) return []
  return annotations.filter(isRecord).filter(annotation => annotation.type === 'file' && isReadable(annotation))
}

/** A provider that only the prose or the list of affected ones names. */
function blamed(error: Record<string, unknown>, message: string): string | null {
  const affected = isRecord(error.availability) ? error.availability.affected_providers : null
  if (Array.isArray(affected) && affected.length === 1) return textOf(affected[0])
  return /^Upstream error from ([^:]{1,60}):/.exec(message)?.[1] ?? /requires moderation on ([^.]{1,60})\./.exec(message)?.[1] ?? null
}

/** An answer that is no success: JSON as a rule, a proxy's HTML page at times. A redirect is one: keys and questions go nowhere else. */
export function httpError(status: number, body: string, context: Omit<ErrorContext, 'phase' | 'status'>): OpenRouterError {
  const parsed = tryParse(body)
  const name = STATUS_CODES[status]
  const statusText = name === undefined ? `HTTP ${status}` : sentenceCase(name)
  const wire = isRecord(parsed) ? parsed.error || parsed : {}
  const excerpt = isRecord(parsed) ? '' : (redirectNote(status, context.headers) ?? excerptOf(body))
  const fallbackMessage = excerpt === '' ? statusText : `${statusText}: ${excerpt}`
  return upstreamError(wire, { ...context, phase: 'http', status, fallbackMessage })
}

function redirectNote(status: number, headers: Headers | undefined): string | null {
  const location = status < 400 ? headers?.get('location') : null
  return location ? `the address that is set leads to ${location.slice(0, excerptLength)}, and is not followed` : null
}

/** A short piece of a body that is not what was expected; tags of an HTML page are left out. */
export function excerptOf(body: string): string {
  // No more than a page has: what is searched for may begin everywhere and end nowhere.
  const page = body.slice(0, longestPage)
  const text = page.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^<>]*>/g, ' ')
  return text.replace(/\s+/g, ' ').trim().slice(0, excerptLength)
}

/** A deeper message is the more telling one: "Provider returned error" wraps the provider's own sentence. */
function bestMessage(message: unknown, raw: unknown): string | null {
  const own = deepestMessage(parseNested(message))
  if (own !== null && !genericMessage.test(own)) return own
  return deepestMessage(raw) ?? own
}

function deepestMessage(value: unknown): string | null {
  if (typeof value === 'string') return messageAfterProse(value) ?? textOf(value.trim())
  if (Array.isArray(value)) return issueList(value) ?? deepestMessage(value[0])
  if (!isRecord(value)) return null
  const inner = ['error', 'details', 'detail'].map(key => (typeof value[key] === 'string' ? null : deepestMessage(value[key])))
  return inner.find(text => text !== null) ?? deepestText(value.message) ?? textOf(value.error) ?? textOf(value.detail)
}

function deepestText(value: unknown): string | null {
  return typeof value === 'string' || Array.isArray(value) ? deepestMessage(value) : null
}

/** "Upstream error: {…}": the sentence inside the JSON that ends a text. */
function messageAfterProse(text: string): string | null {
  const start = text.search(/[{[]/)
  if (start <= 0) return null
  const parsed = tryParse(text.slice(start))
  return isRecord(parsed) ? deepestMessage(parseInside(parsed, 1)) : null
}

/** A validation report: `[{"path": ["messages", 0], "message": "Required"}, …]`. */
function issueList(issues: readonly unknown[]): string | null {
  const lines = issues.flatMap(issue => {
    if (!isRecord(issue) || !Array.isArray(issue.path) || typeof issue.message !== 'string') return []
    return [issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`]
  })
  return lines.length > 0 ? lines.slice(0, mostIssues).join('; ') : null
}

/** Parses JSON text, and JSON text inside it, as gateways nest each other's errors. Other values stay as they are. */
function parseNested(value: unknown, depth = 2): unknown {
  if (depth === 0) return value
  if (typeof value === 'string') {
    const parsed = /^\s*[[{]/.test(value) ? tryParse(value) : undefined
    return parsed === undefined ? value : parseInside(parsed, depth - 1)
  }
  return parseInside(value, depth)
}

function parseInside(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map(item => parseInside(item, depth))
  if (!isRecord(value)) return typeof value === 'string' ? parseNested(value, depth) : value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, parseInside(item, depth)]))
}

function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isReadable(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What is nested deeper than anybody reads would overflow the stack of whoever walks it: it stays a text. */
export function isReadable(value: unknown, depth = deepestError): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every(item => isReadable(item, depth - 1))
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function numberOf(value: unknown): number | null {
  const parsed = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null
}

function nonNumericText(value: unknown): string | null {
  return numberOf(value) === null ? textOf(value) : null
}

function sentenceCase(text: string): string {
  return text.slice(0, 1) + text.slice(1).toLowerCase()
}
