import { OpenRouterError } from './errors.ts'
import { networkError } from './network-error.ts'
import { excerptOf, httpError } from './upstream-error.ts'

export const openRouterBaseUrl = 'https://openrouter.ai/api/v1'

/** The calling app, as OpenRouter's rankings show it: https://openrouter.ai/docs/app-attribution */
const attribution = { 'HTTP-Referer': 'http://localhost:3000', 'X-OpenRouter-Title': 'Steno' }

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Where and as whom to call. */
export interface Endpoint {
  /** Up to and with `/api/v1`. */
  baseUrl: string
  apiKey?: string | undefined
  fetch?: Fetch | undefined
  signal?: AbortSignal | undefined
}

/** Time for an answer of the small endpoints, in milliseconds. */
const smallAnswerMs = 15_000

export function requestHeaders(apiKey: string | undefined): Record<string, string> {
  return { ...attribution, ...(apiKey ? { Authorization: `Bearer ${apiKey}` } : {}) }
}

export function endpointUrl(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`
}

/** `GET` of a JSON answer. Throws `OpenRouterError`, or the signal's reason after an abort. */
export function getJson(path: string, endpoint: Endpoint): Promise<unknown> {
  return callJson(path, endpoint, {})
}

/** The same with a JSON body. */
export function postJson(path: string, endpoint: Endpoint, body: object): Promise<unknown> {
  return callJson(path, endpoint, { method: 'POST', body: JSON.stringify(body) })
}

async function callJson(path: string, endpoint: Endpoint, init: { method?: string; body?: string }): Promise<unknown> {
  const { baseUrl, apiKey, fetch: send = fetch, signal } = endpoint
  const timeout = AbortSignal.timeout(smallAnswerMs)
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout
  const headers = { ...requestHeaders(apiKey), ...(init.body === undefined ? {} : { 'Content-Type': 'application/json' }) }
  try {
    const response = await send(endpointUrl(baseUrl, path), { ...init, headers, signal: either, redirect: 'manual' })
    const body = await response.text()
    if (!response.ok) throw httpError(response.status, body, { now: Date.now(), headers: response.headers })
    return parseAnswer(body)
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof OpenRouterError ? error : networkError(error)
  }
}

function parseAnswer(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: `Not an API answer: ${excerptOf(body)}`, retryable: true })
  }
}
