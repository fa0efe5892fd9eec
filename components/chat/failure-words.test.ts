import { describe, expect, test } from 'vitest'
import { type Failure, type FailureCode, failureCodes } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { failureWords, type Kept } from './failure-words.ts'

const metadata: MessageMetadata = {
  status: 'failed',
  parentId: 'q',
  createdAt: '2026-11-24T00:00:00Z',
  costState: 'billed',
  costPicoUsd: '0'
}

function wordsOf(failure: Partial<Failure> & { code: FailureCode }, kept: Kept = 'nothing') {
  return failureWords({ failure: { message: 'Upstream says so.', retryable: true, ...failure }, metadata, kept })
}

/** Title, sentence, and the steps in their order, of a failure with everything that its kind can say. */
const table: Record<FailureCode, [Partial<Failure>, string, RegExp, string]> = {
  key_missing: [{}, 'No key was sent', /without a key/, 'settings, retry'],
  upstream_auth: [{}, 'Key rejected', /does not accept the key/, 'settings, retry'],
  upstream_credits: [
    { affordableTokens: 3900 },
    'Not enough credit',
    /^Your balance covers about 3,900 tokens/,
    'limit, model, page credits'
  ],
  key_limit: [{ affordableTokens: 3900 }, 'Key limit reached', /^What is left of the key’s limit covers/, 'limit, page keys, model'],
  credits_in_flight: [{ retryAfterMs: 4000 }, 'Credit is held by other answers', /comes back.* wait 4\ss\.$/, 'retry, page credits'],
  upstream_moderation: [
    { reasons: ['violence', 'hate'], provider: 'OpenAI' },
    'Refused by OpenAI’s filter',
    /^Flagged: violence, hate\. Nothing was billed\.$/,
    'edit, model'
  ],
  guardrail: [{ reasons: ['email'] }, 'Stopped by a guardrail', /matched: email\. Nothing was billed\.$/, 'edit, page guardrails'],
  forbidden: [{}, 'Not allowed', /^OpenRouter does not let this key/, 'model, page keys, retry'],
  data_policy: [
    { failedRoutingStep: 'Filter by Data Policy' },
    'Ruled out by your privacy settings',
    /“Filter by Data Policy” left no provider/,
    'page privacy, model, retry'
  ],
  no_endpoints: [{ failedRoutingStep: 'Filter by Tools' }, 'No provider fits', /“Filter by Tools” left no provider/, 'model, retry'],
  upstream_model: [
    { fallbackModels: ['acme/a', 'acme/b', 'acme/c'] },
    'Model not available',
    /does not offer this model now/,
    'fallback acme/a, fallback acme/b, model'
  ],
  upstream_invalid: [{ provider: 'OpenAI' }, 'Request refused', /^OpenAI does not accept/, 'model, retry'],
  reasoning_mandatory: [{}, 'This model always thinks', /cannot be turned off/, 'think, model'],
  attachment_refused: [{}, 'Image or file not accepted', /its format, its size or its place/, 'edit, model'],
  request_too_large: [{}, 'Request too large', /more than OpenRouter takes/, 'edit, model'],
  upstream_rate_limit: [
    { provider: 'Anthropic', retryAfterMs: 18_000 },
    'Too many requests at Anthropic',
    /^It asked Steno to wait 18\ss\.$/,
    'provider Anthropic, retry, model'
  ],
  platform_rate_limit: [
    { message: 'Rate limit exceeded: free-models-per-day. Add 10 credits', resetsAt: '2026-11-25T00:00:00Z', retryAfterMs: 7_200_000 },
    'Free answers used up for today',
    /^OpenRouter limits how often free models may be asked\.$/,
    'model, page credits, retry'
  ],
  upstream_overloaded: [
    { provider: 'Nvidia', fallbackModels: ['acme/a'] },
    'Nvidia is overloaded',
    /^It has more to do than can be done/,
    'fallback acme/a, provider Nvidia, retry'
  ],
  upstream_error: [{ provider: 'Nvidia' }, 'Nvidia failed', /not from your network/, 'retry, provider Nvidia, model'],
  upstream_timeout: [{}, 'No answer in time', /^OpenRouter went silent/, 'retry, model'],
  stalled: [{ provider: 'Groq' }, 'The answer stopped', /^Groq sent nothing more\./, 'retry, provider Groq, model'],
  too_long: [{}, 'The answer took too long', /time for a whole call was up/, 'retry, timeouts, model'],
  upstream_truncated: [{}, 'The answer never began', /closed the connection/, 'retry, model'],
  upstream_bad_data: [{}, 'Unreadable answer', /no API answer/, 'retry, model'],
  context_length: [
    { overflowTokens: 12_000, contextTokens: 200_000 },
    '12k tokens too long',
    /^This needs 212,000 tokens; the model takes 200,000\./,
    'model, edit'
  ],
  answer_limit: [{ provider: 'Minimax' }, 'Token limit reached', /^Minimax does not write/, 'retry, model'],
  empty_response: [{}, 'Empty answer', /without a word/, 'retry, model'],
  filtered: [{ provider: 'Google AI Studio' }, 'Stopped by Google AI Studio’s filter', /content filter/, 'edit, retry, model'],
  tool_arguments_invalid: [{}, 'Broken tool call', /was not run/, 'retry, model'],
  too_large: [{}, 'Answer too large', /more of it than Steno can carry/, 'edit, retry'],
  network: [{}, 'No connection to OpenRouter', /message is saved/, 'retry'],
  server_restart: [{}, 'Steno restarted', /Nothing that was shown is lost/, 'retry'],
  storage_full: [{}, 'The disk is full', /no room to keep more/, 'retry'],
  storage_corrupt: [{}, 'The database is damaged', /restore a backup/, 'retry'],
  storage_locked: [{}, 'The database was in use', /held it for too long/, 'retry'],
  too_many_steps: [{}, 'Too many tool rounds', /Steno stopped it/, 'retry, model'],
  budget_reached: [{}, 'Budget reached', /Steno did not make it/, 'budgets, model, retry'],
  internal: [{}, 'Something went wrong in Steno', /The fault is ours/, 'retry']
}

describe('failureWords', () => {
  test.each(failureCodes)('%s: title, sentence, steps', code => {
    const [failure, title, sentence, steps] = table[code]
    const described = wordsOf({ code, ...failure })
    expect(described.title).toBe(title)
    expect(described.sentence).toMatch(sentence)
    expect(described.actions.map(({ type, ...more }) => [type, ...Object.values(more).filter(isName)].join(' ')).join(', ')).toBe(steps)
  })

  test('no two kinds of failure have the same card', () => {
    expect(new Set(failureCodes.map(code => wordsOf({ code }).title + wordsOf({ code }).sentence)).size).toBe(failureCodes.length)
  })

  test.each(failureCodes)('%s keeps to the house’s words, with and without text, provider and figures', code => {
    for (const kept of ['nothing', 'thought', 'text'] as const) {
      for (const facts of [{}, table[code][0], { provider: 'Amazon Bedrock', retryAfterMs: 90_000, reasons: ['misc'] }]) {
        const { title, sentence, actions } = wordsOf({ code, ...facts }, kept)
        expect(title).toMatch(/^[A-Z0-9].{3,50}$/)
        expect(sentence).toMatch(/^[A-Z].*[.]$/)
        expect(sentence).not.toMatch(/!|undefined| {2}|\.\.|Oops|please/i)
        expect(actions.length).toBeGreaterThan(0)
        expect(actions.length).toBeLessThanOrEqual(3)
        expect(actions.some(({ type }) => type === 'continue') && kept !== 'text').toBe(false)
      }
    }
  })

  test('says who failed, and what became of text and money', () => {
    const pending: MessageMetadata = { status: 'interrupted', parentId: 'q', createdAt: metadata.createdAt, costState: 'pending' }
    const failure: Failure = { code: 'upstream_truncated', message: 'cut', retryable: true, provider: 'Google Vertex' }
    const { title, sentence, actions, quote } = failureWords({ failure, metadata: pending, kept: 'text' })
    expect(title).toBe('The answer was cut off')
    expect(sentence).toBe('Google Vertex closed the connection. The text above is kept. Its cost is being looked up.')
    expect(actions[0]).toEqual({ type: 'continue' })
    expect(quote).toBeNull()
  })

  test('a provider that served an earlier step is not blamed for a refusal that names nobody', () => {
    const failure: Failure = { code: 'upstream_rate_limit', message: '', retryable: true }
    expect(failureWords({ failure, metadata: { ...metadata, provider: 'Anthropic' }, kept: 'nothing' }).title).not.toContain('Anthropic')
  })

  test('the upstream’s sentence is quoted; nothing is offered that it would refuse', () => {
    const { quote, actions } = wordsOf({ code: 'upstream_credits', affordableTokens: 3, message: 'can only afford 3' })
    expect(quote).toBe('can only afford 3')
    expect(actions.map(({ type }) => type)).toEqual(['model', 'page'])
  })

  test('a message that only repeats the title is not quoted', () => {
    expect(wordsOf({ code: 'answer_limit', message: 'Token limit reached.' }).quote).toBeNull()
  })

  test('a key that a provider rejects is not the one in Steno’s settings', () => {
    const { title, actions } = wordsOf({ code: 'upstream_auth', provider: 'OpenAI' })
    expect(title).toBe('Key rejected by OpenAI')
    expect(actions.map(({ type }) => type)).toEqual(['provider', 'model', 'retry'])
  })
})

function isName(value: unknown): boolean {
  return typeof value === 'string' && !value.endsWith(' model')
}
