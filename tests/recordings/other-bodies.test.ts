/** Recorded errors, excerpts and answers of the small endpoints against their readers, over HTTP. */
import { describe, expect, test } from 'vitest'
import { fetchGeneration } from '../../lib/openrouter/generation.ts'
import { fetchKeyInfo } from '../../lib/openrouter/key.ts'
import { toModelInfo } from '../../lib/openrouter/model-info.ts'
import { fetchModels } from '../../lib/openrouter/models.ts'
import { outcomeOfRecord, outcomeOfUsage } from '../../lib/turn/ledger-outcome.ts'
import { ask, errorOf, serveFixtures, usagesOf } from '../wire/harness.ts'
import { done, ending, events, streamReply, text } from '../wire/stream.ts'
import { recordedPicoDollars } from './pico-dollars.ts'
import { cutsPerBody, randomCuts } from './random-cuts.ts'
import type { RawUsage } from './recorded-answer.ts'
import { type BodyKind, type RecordedBody, readRecordedBodies, replyWith } from './recorded-body.ts'
import { recordingsFolder } from './recordings-folder.ts'
import { tallyChecks } from './tally.ts'

const chatPath = '/chat/completions'
const apiKey = 'sk-or-v1-test'
const server = serveFixtures()
const bodies = readRecordedBodies(recordingsFolder).filter(({ kind }) => kind !== 'stream' && kind !== 'completion')
const unread = bodies.filter(({ kind }) => kind === 'other').map(({ name }) => name)
tallyChecks(() => {
  const errors = ofKind('error').length
  return `${bodies.length - unread.length} other bodies, ${errors} of them errors, cut off at ${cutsPerBody} places; of endpoints not in use: ${unread.join(', ') || 'none'}`
})

function ofKind(...kinds: BodyKind[]): RecordedBody[] {
  return bodies.filter(({ kind }) => kinds.includes(kind))
}

interface RawError {
  code: number
  message: string
  metadata?: { provider_name?: string | null; retry_after_seconds?: number; raw?: string; error_type?: string; [key: string]: unknown }
}

interface RawGeneration {
  id: string
  native_tokens_prompt: number
  native_tokens_completion: number
  native_tokens_cached: number
  native_tokens_reasoning: number
  total_cost: number
  is_byok: boolean
}

interface RawModel {
  id: string
  context_length: number
  pricing: { prompt: string; completion: string }
  top_provider: { context_length: number | null; max_completion_tokens: number | null }
  architecture: { input_modalities: string[] }
}

function parsed<Value>(body: RecordedBody): Value {
  return JSON.parse(body.text)
}

/** The text, and what stands in it when JSON text inside it is read, and JSON text inside that. */
function unescaped(body: string): string[] {
  const levels = [body]
  for (let depth = 0; depth < 3; depth += 1) {
    levels.push(levels[depth]?.replace(/\\(.)/g, (_escape, letter: string) => (letter === 'n' ? '\n' : letter)) ?? '')
  }
  return levels
}

describe('recorded errors', () => {
  test.each(ofKind('error'))('$name', async body => {
    const { error: recorded } = parsed<{ error: RawError }>(body)
    const { metadata } = recorded
    server.on(chatPath, replyWith(body))
    const outcome = await ask(server, { maxRetries: 0 })
    const error = errorOf(outcome)
    expect(outcome.chunks).toEqual([])
    expect(error).toMatchObject({ code: recorded.code, phase: body.status === 200 ? 'stream' : 'http' })
    expect(error.metadata).toEqual(metadata)
    if (metadata?.provider_name) expect(error.providerName).toBe(metadata.provider_name)
    if (metadata?.error_type) expect(error.errorType).toBe(metadata.error_type)
    if (metadata?.retry_after_seconds) expect(error.retryAfterMs).toBe(metadata.retry_after_seconds * 1000)
    expect(error.retryable).toBe(recorded.code === 429 || recorded.code >= 500)
    expect(unescaped(body.text).some(level => level.includes(error.upstreamMessage))).toBe(true)
    expect(error.upstreamMessage === recorded.message).toBe(recorded.message !== 'Provider returned error')
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/user_(id|REDACTED|X|\.)/)
  })

  test.each(ofKind('error'))('$name, cut off anywhere, is still a refusal with its status', async body => {
    for (const at of randomCuts(body.name, body.bytes.length)) {
      server.on(chatPath, replyWith(body, { body: body.bytes.subarray(0, at) }))
      const outcome = await ask(server, { maxRetries: 0 })
      expect(outcome.chunks).toEqual([])
      const expected = body.status === 200 ? { phase: 'truncated', code: null } : { phase: 'http', code: body.status }
      expect(errorOf(outcome), `${body.name}, cut off after ${at} bytes`).toMatchObject(expected)
    }
  })

  test.each(ofKind('event'))('$name: the only event of a stream', async body => {
    const event = parsed<{ choices: { finish_reason: string; native_finish_reason: string }[] }>(body)
    server.on(chatPath, streamReply(`data: ${JSON.stringify(event)}\n\n${events(done)}`))
    const outcome = await ask(server, { maxRetries: 0 })
    expect(event.choices[0]?.finish_reason).toBe('error')
    expect(outcome.chunks).toEqual([])
    expect(errorOf(outcome)).toMatchObject({ phase: 'choice', retryable: true })
    expect(errorOf(outcome).message).toContain(event.choices[0]?.native_finish_reason)
  })
})

describe('recorded figures', () => {
  test.each(ofKind('usage'))('$name: a usage object', async body => {
    const raw = parsed<RawUsage & { cost: number }>(body)
    const upstream = raw.is_byok === true ? (raw.cost_details?.upstream_inference_cost ?? 0) : 0
    server.on(chatPath, streamReply(events(text('Hi'), ending('stop', raw), done)))
    const [usage] = usagesOf(await ask(server))
    expect(usage).toMatchObject({ totalCost: raw.cost + upstream, costKnown: true, outputTokens: raw.completion_tokens })
    expect(outcomeOfUsage(usage?.raw).costPicoUsd).toBe(recordedPicoDollars(raw.cost) + recordedPicoDollars(upstream))
  })

  test.each(ofKind('generation'))('$name: a generation', async body => {
    const { data } = parsed<{ data: RawGeneration }>(body)
    server.on('/generation', replyWith(body))
    const result = await fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: data.id })
    expect(result).toMatchObject({
      state: 'found',
      usage: {
        inputTokens: data.native_tokens_prompt - data.native_tokens_cached,
        outputTokens: data.native_tokens_completion,
        cacheReadTokens: data.native_tokens_cached,
        reasoningTokens: data.native_tokens_reasoning,
        totalCost: data.total_cost,
        costKnown: true,
        isByok: data.is_byok,
        generationId: data.id,
        raw: data
      }
    })
    expect(outcomeOfRecord(data)).toMatchObject({ costState: 'billed', costPicoUsd: recordedPicoDollars(data.total_cost) })
  })

  test.each(ofKind('missing_generation'))('$name: no generation yet', async body => {
    server.on('/generation', replyWith(body))
    expect(await fetchGeneration({ baseUrl: server.baseUrl, apiKey, generationId: 'gen-1' })).toEqual({ state: 'not_found' })
  })

  test.each(ofKind('key'))('$name: a key', async body => {
    const { data } = parsed<{ data: Record<string, unknown> }>(body)
    server.on('/key', replyWith(body))
    expect(await fetchKeyInfo({ baseUrl: server.baseUrl, apiKey })).toEqual({
      label: data.label,
      limit: data.limit,
      limitRemaining: data.limit_remaining,
      usage: data.usage,
      usageDaily: data.usage_daily,
      usageWeekly: data.usage_weekly,
      usageMonthly: data.usage_monthly,
      isFreeTier: data.is_free_tier
    })
  })

  test.each(ofKind('models'))('$name: a catalogue', async body => {
    const { data } = parsed<{ data: RawModel[] }>(body)
    server.on('/models', replyWith(body))
    const models = await fetchModels({ baseUrl: server.baseUrl })
    expect(models.map(({ id }) => id)).toEqual(data.map(({ id }) => id))
    for (const [index, model] of models.entries()) {
      const raw = data[index]
      const info = toModelInfo(model)
      expect(info.contextWindow, model.id).toBe(raw?.top_provider.context_length ?? raw?.context_length)
      expect(info.maxTokens, model.id).toBe(raw?.top_provider.max_completion_tokens ?? undefined)
      expect(info.supportsImages, model.id).toBe(raw?.architecture.input_modalities.includes('image'))
      expectPrice(info.inputPrice, raw?.pricing.prompt, model.id)
      expectPrice(info.outputPrice, raw?.pricing.completion, model.id)
    }
  })
})

/** A price per million tokens against the recorded one per token; a negative one is none. */
function expectPrice(perMillion: number | undefined, perToken: string | undefined, model: string): void {
  const recorded = Number(perToken)
  if (recorded < 0) expect(perMillion, model).toBeUndefined()
  else expect(perMillion, model).toBeCloseTo(recorded * 1e6, 9)
}
