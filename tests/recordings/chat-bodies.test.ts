/**
 * The handler against recorded answers, over HTTP: whole, in pieces, and cut off. What it must say is computed from the
 * recording's JSON without the handler's code; the rules are in docs/wire.md.
 */
import { describe, expect, test } from 'vitest'
import type { OpenRouterChunk, UsageChunk } from '../../lib/openrouter/chunks.ts'
import type { OpenRouterHandlerOptions } from '../../lib/openrouter/handler.ts'
import { outcomeOfUsage } from '../../lib/turn/ledger-outcome.ts'
import {
  ask,
  assistantsOf,
  errorOf,
  finishOf,
  fragmentsOf,
  nextRequest,
  type Outcome,
  reasoningOf,
  serveFixtures,
  storedStep,
  textOf,
  toolResult,
  typesOf,
  usagesOf,
  userMessage
} from '../wire/harness.ts'
import { recordedPicoDollars } from './pico-dollars.ts'
import { cutsInsideCharacters, cutsPerBody, randomCuts } from './random-cuts.ts'
import { answerOfCompletion, answerOfStream, type RawUsage, type RecordedAnswer, type RecordedCall } from './recorded-answer.ts'
import { type RecordedBody, readRecordedBodies, replyWith } from './recorded-body.ts'
import { recordingsFolder } from './recordings-folder.ts'
import { splitFetch } from './split-fetch.ts'
import { tallyChecks } from './tally.ts'

const path = '/chat/completions'
const smallPiece = 97
const server = serveFixtures()
const bodies = readRecordedBodies(recordingsFolder).filter(({ kind }) => kind === 'stream' || kind === 'completion')
tallyChecks(() => {
  const perBody = `${cutsPerBody} random places and inside characters`
  const cuts = bodies.map(body => placesIn(body, body.name).length).reduce((sum, count) => sum + count, 0)
  return `${bodies.length} chat bodies whole, in pieces and cut off, at ${perBody} each: ${cuts} cuts and as many splits`
})

function answerOf(body: RecordedBody, text = body.text): RecordedAnswer {
  return body.kind === 'stream' ? answerOfStream(text) : answerOfCompletion(text)
}

function askOf({ model }: RecordedAnswer, options: Partial<OpenRouterHandlerOptions> = {}): Promise<Outcome> {
  return ask(server, { openRouterModelId: model ?? 'acme/model', maxRetries: 0, ...options })
}

function askWhole(body: RecordedBody): Promise<Outcome> {
  server.on(path, replyWith(body))
  return askOf(answerOf(body))
}

function placesIn(body: RecordedBody, salt: string): number[] {
  return [...randomCuts(salt, body.bytes.length), ...cutsInsideCharacters(body.bytes)]
}

/** What the pieces of the tool chunks make. */
function joinedCalls(outcome: Outcome): RecordedCall[] {
  const calls: RecordedCall[] = []
  for (const [index, id, name, fragment] of fragmentsOf(outcome)) {
    const call = calls.find(known => known.index === index)
    if (call) call.arguments += fragment
    else calls.push({ index, id, name, arguments: fragment })
  }
  return calls
}

/** At a clean end a call that never had arguments has empty ones. */
function closed(calls: RecordedCall[]): RecordedCall[] {
  return calls.map(call => ({ ...call, arguments: call.arguments || '{}' }))
}

function expectUsage(usage: UsageChunk | undefined, raw: RawUsage): void {
  const { cached_tokens: read = 0, cache_write_tokens: written = 0 } = raw.prompt_tokens_details ?? {}
  const upstream = raw.is_byok === true ? (raw.cost_details?.upstream_inference_cost ?? 0) : 0
  expect(usage?.raw).toEqual(raw)
  expect(usage).toMatchObject({
    inputTokens: raw.prompt_tokens - read - written,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: raw.completion_tokens,
    totalCost: (raw.cost ?? 0) + upstream,
    costKnown: raw.cost !== undefined,
    source: 'stream'
  })
  expect(usage?.reasoningTokens).toBe(raw.completion_tokens_details?.reasoning_tokens)
  const { costPicoUsd, inputTokens, outputTokens } = outcomeOfUsage(usage?.raw)
  expect(costPicoUsd).toBe(raw.cost === undefined ? undefined : recordedPicoDollars(raw.cost) + recordedPicoDollars(upstream))
  expect([inputTokens, outputTokens]).toEqual([raw.prompt_tokens - read - written, raw.completion_tokens])
}

/** Text, reasoning, calls, citations and images, as far as they came. */
function expectContent(outcome: Outcome, seen: RecordedAnswer, where: string): void {
  expect(textOf(outcome), where).toBe(seen.text)
  expect(reasoningOf(outcome), where).toBe(seen.reasoning)
  expect(joinedCalls(outcome), where).toEqual(seen.calls.filter(call => call.arguments !== ''))
  expect(outcome.handler.partial.details, where).toStrictEqual(seen.details)
  const wireDetails = outcome.chunks.flatMap(chunk => (chunk.type === 'reasoning' ? [...(chunk.details ?? [])] : []))
  expect(wireDetails, where).toEqual(seen.fragments)
  expect(
    outcome.chunks.flatMap(chunk => (chunk.type === 'annotation' ? [chunk.annotation] : [])),
    where
  ).toEqual(seen.annotations)
  expect(
    outcome.chunks.flatMap(chunk => (chunk.type === 'image' ? [chunk.url] : [])),
    where
  ).toEqual(seen.images)
}

/** Nothing of a thought is lost: every string that any fragment brought stands in an entry, under the same key. */
function expectEveryString(fragments: readonly Record<string, unknown>[], entries: readonly Record<string, unknown>[]): void {
  for (const fragment of fragments) {
    for (const [key, value] of Object.entries(fragment)) {
      if (typeof value === 'string') expect(entries.some(entry => String(entry[key]).includes(value))).toBe(true)
    }
  }
}

function expectFailure(outcome: Outcome, recorded: RecordedAnswer): void {
  expect(errorOf(outcome)).toMatchObject({
    code: recorded.error?.code,
    upstreamMessage: recorded.error?.message,
    phase: 'stream',
    generationId: recorded.id,
    providerName: recorded.provider
  })
  expect(typesOf(outcome)).not.toContain('finish')
}

function isContent({ type }: OpenRouterChunk): boolean {
  return type !== 'usage' && type !== 'finish'
}

/** A body of which only the beginning came, by a connection that ended or that broke. */
async function expectCut(body: RecordedBody, whole: Outcome, at: number, end: 'close' | 'reset'): Promise<void> {
  const where = `${body.name}, cut off after ${at} bytes (${end})`
  const recorded = answerOf(body)
  const beginning = body.bytes.subarray(0, at)
  const seen = answerOf(body, beginning.toString('utf8'))
  const isComplete = seen.done || (seen.reason !== null && seen.usages.length > 0)
  server.on(path, replyWith(body, { body: beginning, end: isComplete || seen.error ? 'close' : end }))
  const cut = await askOf(recorded)
  const content = cut.chunks.filter(isContent)
  if (seen.error) {
    expect(cut.chunks, where).toEqual(whole.chunks)
    expectFailure(cut, recorded)
  } else if (isComplete) {
    const finish = { ...finishOf(whole), ...(seen.done ? {} : { warning: 'no_done' }) }
    expect(cut.chunks, where).toEqual([...whole.chunks.slice(0, -1), finish])
    expect(cut.error, where).toBeNull()
  } else {
    expect(typesOf(cut), where).not.toContain('finish')
    expect(errorOf(cut).phase, where).toBe('truncated')
    expect(content, where).toEqual(whole.chunks.slice(0, content.length))
    // A broken connection may take with it what had arrived but was not read yet.
    if (end === 'close') {
      expect(errorOf(cut).generationId, where).toBe(seen.id)
      expectContent(cut, seen, where)
      expect(usagesOf(cut).length, where).toBe(seen.usages.length)
    }
  }
}

describe('recorded chat bodies', () => {
  test('there are some', () => {
    expect(bodies.length).toBeGreaterThan(0)
  })

  test.each(bodies)('$name: whole', async body => {
    const recorded = answerOf(body)
    const outcome = await askWhole(body)
    const [usage, ...moreUsages] = usagesOf(outcome)
    const [recordedUsage, ...moreRecorded] = recorded.usages
    expect([moreUsages, moreRecorded, recorded.done]).toEqual([[], [], true])
    if (recordedUsage) expectUsage(usage, recordedUsage)
    expect(server.callsTo('/generation')).toHaveLength(0)
    expect(outcome.handler.lastGenerationId).toBe(recorded.id)
    if (recorded.error) {
      expectContent(outcome, recorded, body.name)
      expectFailure(outcome, recorded)
      return
    }
    expectContent(outcome, { ...recorded, calls: closed(recorded.calls) }, body.name)
    expectEveryString(recorded.fragments, finishOf(outcome).details)
    expect(typesOf(outcome).slice(-2)).toEqual(['usage', 'finish'])
    expect(typesOf(outcome).filter(type => type === 'finish')).toHaveLength(1)
    const { type: _type, ...finish } = finishOf(outcome)
    const { reason, native, model, provider, id: generationId, details, calls } = recorded
    expect(finish).toEqual({ reason, native, model, provider, generationId, details, toolCalls: closed(calls) })
  })

  test.each(bodies)('$name: the next request carries it', async body => {
    const recorded = answerOf(body)
    const outcome = await askWhole(body)
    if (recorded.error) return expectFailure(outcome, recorded)
    const model = recorded.model ?? 'acme/model'
    const calls = closed(recorded.calls)
    const results = calls.map(({ id }) => toolResult(id, 'A result.'))
    const history = [userMessage('Hello'), storedStep(outcome, model), ...results, userMessage('And now?')]
    const [assistant, ...others] = assistantsOf(await nextRequest(server, model, history))
    expect(others).toEqual([])
    const toolCalls = calls.map(({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } }))
    expect(assistant).toStrictEqual({
      role: 'assistant',
      content: recorded.text === '' && calls.length > 0 ? null : recorded.text,
      ...(calls.length > 0 ? { tool_calls: toolCalls } : {}),
      ...(recorded.details.length > 0 ? { reasoning_details: recorded.details } : {})
    })
  })

  test.each(bodies)('$name: the generation is named once', async body => {
    const named: string[] = []
    server.on(path, replyWith(body))
    await ask(server, { maxRetries: 0, onGenerationId: id => named.push(id) })
    expect(named).toEqual([answerOf(body).id])
  })

  test.each(bodies)('$name: in pieces, split anywhere', async body => {
    const whole = await askWhole(body)
    for (const at of placesIn(body, `pieces of ${body.name}`)) {
      const inPieces = await askOf(answerOf(body), { fetch: splitFetch(at) })
      expect(inPieces.chunks, `${body.name} split after ${at} bytes`).toEqual(whole.chunks)
      expect(inPieces.error, `${body.name} split after ${at} bytes`).toEqual(whole.error)
    }
    server.on(path, replyWith(body, { pieceBytes: smallPiece }))
    expect((await askOf(answerOf(body))).chunks).toEqual(whole.chunks)
  })

  test.each(bodies)('$name: cut off anywhere', async body => {
    const whole = await askWhole(body)
    for (const [index, at] of placesIn(body, body.name).entries()) {
      await expectCut(body, whole, at, index % 5 === 4 ? 'reset' : 'close')
    }
  })
})
