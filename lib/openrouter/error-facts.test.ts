import { describe, expect, test } from 'vitest'
import { errorFacts } from './error-facts.ts'

function factsOf(message: string, error: Record<string, unknown> = {}) {
  return errorFacts(error, message, null)
}

describe('how much is too much', () => {
  test.each([
    [
      "This endpoint's maximum context length is 4096 tokens. However, you requested about 5012 tokens (12 of text input, 5000 in the output).",
      916,
      4096
    ],
    [
      "Requested token count exceeds the model's maximum context length of 131072 tokens. You requested a total of 131265 tokens: 193 tokens from the input messages and 131072 tokens for the completion.",
      193,
      131_072
    ],
    ['prompt is too long: 212000 tokens > 200000 maximum', 12_000, 200_000],
    ['input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000, decrease input length', 54_000, 200_000],
    ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 151_424, 1_048_576],
    ["This model's maximum prompt length is 131,072 but the request contains 140,000 tokens.", 8928, 131_072]
  ])('%s', (message, overflowTokens, contextTokens) => {
    expect(factsOf(message)).toEqual({ overflowTokens, contextTokens })
  })

  test.each([
    'Rate limit exceeded: 50 > 20 requests',
    'Token limit reached',
    'The prompt is too long',
    'The maximum context length is unknown'
  ])('%s: not said', message => {
    expect(factsOf(message)).toEqual({})
  })
})

test.each([
  ['You requested up to 32768 tokens, but can only afford 5142. To increase', 5142],
  ['can only afford 33,333', 33_333],
  ['can only afford 0', 0]
])('%s', (message, affordableTokens) => {
  expect(factsOf(message)).toMatchObject({ affordableTokens })
})

test('names and texts of odd types are not said', () => {
  const metadata = { reasons: [1, null, {}], patterns: 'x', flagged_input: 7, routing_funnel: [null, {}], limit_source: '' }
  expect(factsOf('No.', { metadata, availability: { fallback_models: {} } })).toEqual({})
})

test('the flagged piece is 100 characters at most; a funnel names its empty step', () => {
  const metadata = {
    flagged_input: 'x'.repeat(500),
    routing_funnel: [
      { step: 'Initial Endpoints', endpoint_count: 2 },
      { step: 'Filter', endpoint_count: 0 }
    ],
    patterns: ['email', { name: 'phone' }]
  }
  const facts = factsOf('No.', { metadata })
  expect(facts.flaggedInput).toHaveLength(100)
  expect(facts).toMatchObject({ failedRoutingStep: 'Filter', patterns: ['email', 'phone'] })
})
