import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { AISDKError, dynamicTool, generateText, jsonSchema, streamText } from 'ai'
import { expect } from 'vitest'
import { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { OpenRouterHandler } from '../../lib/openrouter/handler.ts'
import { FakeClock } from './fake-clock.ts'
import { modelInfo } from './harness.ts'

/** What a reader made of an answer, in the terms that both of them have. */
export interface Reading {
  text: string
  reasoning: string
  calls: { name: string; input: unknown }[]
  promptTokens: number | undefined
  outputTokens: number | undefined
  /** The package's word: `stop`, `length`, `tool-calls`, `content-filter`, `error`, `other`. */
  finish: string | null
  /** For the next request. */
  details: unknown[]
  sources: string[]
  /** Whether the reader said that the answer failed. */
  failed: boolean
}

export interface Question {
  baseUrl: string
  key: string
  model: string
  /** Names of the tools that the answer may call. */
  tools?: readonly string[]
}

const parameters = { type: 'object', properties: { expression: { type: 'string' } } } as const

export async function readByHandler({ baseUrl, key, model, tools = [] }: Question): Promise<Reading> {
  const handler = new OpenRouterHandler({
    openRouterApiKey: key,
    openRouterModelId: model,
    openRouterModelInfo: modelInfo,
    baseUrl,
    maxRetries: 0,
    clock: new FakeClock()
  })
  const reading = emptyReading()
  const wireTools = tools.map(name => ({ type: 'function' as const, function: { name, parameters } }))
  try {
    for await (const chunk of handler.createMessage('', [{ role: 'user', content: 'Go.' }], wireTools)) {
      if (chunk.type === 'text') reading.text += chunk.text
      if (chunk.type === 'reasoning') reading.reasoning += chunk.reasoning
      if (chunk.type === 'annotation') reading.sources.push(...sourceOf(chunk.annotation))
      if (chunk.type === 'usage') {
        reading.promptTokens = chunk.inputTokens + chunk.cacheReadTokens + chunk.cacheWriteTokens
        reading.outputTokens = chunk.outputTokens
      }
      if (chunk.type === 'finish') {
        reading.calls = chunk.toolCalls.map(call => ({ name: call.name, input: JSON.parse(call.arguments) }))
        reading.finish = chunk.reason === null ? null : chunk.reason.replace('_', '-')
      }
    }
  } catch (error) {
    if (!(error instanceof OpenRouterError)) throw error
    reading.failed = true
    // What the package calls an answer that failed.
    reading.finish = 'error'
  }
  reading.details = handler.partial.details
  return reading
}

/** The same answer as an application on the package gets it; `whole` asks for an answer that is not streamed. */
export async function readByPackage(question: Question, { whole = false } = {}): Promise<Reading> {
  const request = packageRequest(question)
  return whole ? readWhole(request) : readStream(request)
}

/** A call that is made once and not gone on with. */
export function packageRequest({ baseUrl, key, model, tools = [] }: Question) {
  return {
    model: createOpenRouter({ apiKey: key, baseURL: baseUrl })(model),
    prompt: 'Go.',
    maxRetries: 0,
    tools: Object.fromEntries(tools.map(name => [name, toolWithoutEffect])),
    stopWhen: () => true
  }
}

const toolWithoutEffect = dynamicTool({ inputSchema: jsonSchema(parameters), execute: () => Promise.resolve('unused') })

type PackageRequest = ReturnType<typeof packageRequest>

async function readStream(request: PackageRequest): Promise<Reading> {
  const reading = emptyReading()
  const result = streamText({ ...request, onError: () => undefined })
  try {
    await readParts(result.stream, reading)
  } catch (error) {
    if (!AISDKError.isInstance(error)) throw error
    reading.failed = true
  }
  if (reading.failed) reading.finish ??= 'error'
  return reading
}

async function readParts(parts: ReturnType<typeof streamText>['stream'], reading: Reading): Promise<void> {
  for await (const part of parts) {
    if (part.type === 'text-delta') reading.text += part.text
    if (part.type === 'reasoning-delta') reading.reasoning += part.text
    if (part.type === 'tool-call') reading.calls.push({ name: part.toolName, input: part.input })
    if (part.type === 'source' && part.sourceType === 'url') reading.sources.push(part.url)
    if (part.type === 'error') reading.failed = true
    if (part.type === 'finish-step') {
      reading.promptTokens = part.usage.inputTokens
      reading.outputTokens = part.usage.outputTokens
      reading.finish = part.finishReason
      reading.details = detailsOf(part.providerMetadata)
    }
  }
}

async function readWhole(request: PackageRequest): Promise<Reading> {
  const result = await generateText(request)
  return {
    text: result.text,
    reasoning: result.reasoningText ?? '',
    calls: result.toolCalls.map(call => ({ name: call.toolName, input: call.input })),
    promptTokens: result.usage.inputTokens,
    outputTokens: result.usage.outputTokens,
    finish: result.finishReason,
    details: detailsOf(result.finalStep.providerMetadata),
    sources: result.sources.flatMap(source => (source.sourceType === 'url' ? [source.url] : [])),
    failed: false
  }
}

function emptyReading(): Reading {
  return {
    text: '',
    reasoning: '',
    calls: [],
    promptTokens: undefined,
    outputTokens: undefined,
    finish: null,
    details: [],
    sources: [],
    failed: false
  }
}

function detailsOf(metadata: Record<string, Record<string, unknown>> | undefined): unknown[] {
  const details = metadata?.openrouter?.reasoning_details
  return Array.isArray(details) ? details : []
}

function sourceOf(annotation: Record<string, unknown>): string[] {
  const { url_citation: citation } = annotation
  const url = typeof citation === 'object' && citation !== null && 'url' in citation ? citation.url : null
  return typeof url === 'string' ? [url] : []
}

/** `theirs` differs from `ours` in every field of `expected`, in the way that it says, and in no other. */
export function expectDifference<Fields extends object>(ours: Fields, theirs: Fields, expected: Partial<Fields>): void {
  expect(theirs).toEqual({ ...ours, ...expected })
  for (const field of Object.keys(expected) as (keyof Fields)[]) expect(ours[field]).not.toEqual(expected[field])
}
