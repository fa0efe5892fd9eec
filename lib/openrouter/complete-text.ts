import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { generateText } from 'ai'
import type { Endpoint } from './http.ts'
import { endpointUrl, requestHeaders } from './http.ts'
import { neverConnected } from './network-error.ts'
import type { ProviderPreferences } from './provider-routing.ts'
import { isRecord } from './wire.ts'

interface TextCall extends Endpoint {
  apiKey: string
  model: string
  system: string
  prompt: string
  /** Who may be given the text. */
  provider?: ProviderPreferences | undefined
  maxOutputTokens: number
  signal: AbortSignal
  /** Once, when the headers of the answer name its generation; awaited before the body is read. */
  onGenerationId: (generationId: string) => Promise<unknown>
}

/** What came of a call, whether it brought a text or not. */
export interface TextResult {
  /** `null`: the answer failed or did not come to its end. */
  text: string | null
  error: unknown
  /** HTTP status; `null` when there was no answer. */
  status: number | null
  /** There was no connection to send it over. */
  neverSent: boolean
  generationId: string | null
  model: string | null
  provider: string | null
  /** The usage object as it came. */
  usage: Record<string, unknown> | null
  finishReason: string | null
}

/**
 * One short text, not streamed, through the AI SDK. For side jobs only: it costs a few megabytes of modules that no answer
 * needs, so import it when there is such a job. Never throws; one call is one request, without retries.
 */
export async function completeText(call: TextCall): Promise<TextResult> {
  const result: TextResult = {
    text: null,
    error: null,
    status: null,
    neverSent: false,
    generationId: null,
    model: null,
    provider: null,
    usage: null,
    finishReason: null
  }
  const { Authorization: _key, ...attribution } = requestHeaders(call.apiKey)
  const openRouter = createOpenRouter({
    apiKey: call.apiKey,
    baseURL: endpointUrl(call.baseUrl, ''),
    headers: attribution,
    // The SDK reports money of whole answers only; the bytes tell of failed ones too.
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(input, { ...init, redirect: 'manual' })
      result.status = response.status
      result.generationId = response.headers.get('x-generation-id') || null
      if (result.generationId !== null) await call.onGenerationId(result.generationId)
      const body = await response.text()
      remember(result, body)
      return new Response(body, { status: response.status, headers: response.headers })
    }
  })
  try {
    const { system, prompt, provider, maxOutputTokens, signal } = call
    const answer = await generateText({
      model: openRouter(call.model, provider ? { extraBody: { provider } } : {}),
      instructions: system,
      prompt,
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: signal
    })
    if (answer.finishReason === 'stop') result.text = answer.text
  } catch (error) {
    result.error = error
    result.neverSent = neverConnected(error)
  }
  return result
}

function remember(result: TextResult, text: string): void {
  const body = parse(text)
  if (!body) return
  const { id, model, provider, usage, choices } = body
  const choice: unknown = Array.isArray(choices) ? choices[0] : null
  if (result.generationId === null) result.generationId = wordOf(id)
  result.model = wordOf(model)
  result.provider = wordOf(provider)
  if (isRecord(usage)) result.usage = usage
  if (isRecord(choice)) result.finishReason = wordOf(choice.finish_reason)
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Whitespace comes first while the answer is being made; JSON does not mind. */
function parse(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text)
    return isRecord(body) ? body : null
  } catch {
    return null
  }
}
