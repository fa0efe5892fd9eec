import { describe, expect, test } from 'vitest'
import { claudeDirect } from './fixtures/anthropic.ts'
import { bodyOf } from './fixtures/body-of.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { glmTool, minimaxNullFormat } from './fixtures/open-models.ts'
import { gpt5SummaryText } from './fixtures/openai.ts'
import { grokThinking } from './fixtures/xai.ts'
import { ask, type Outcome, reasoningOf, serveFixtures, typesOf } from './harness.ts'
import { answer, chunk, ending, streamReply } from './stream.ts'

const server = serveFixtures()

/** Plays a fixture; its chunks must be all there is. */
async function played(fixture: Fixture): Promise<Outcome> {
  server.on('/chat/completions', streamReply(bodyOf(fixture)))
  const outcome = await ask(server, { openRouterModelId: fixture.model })
  expect(outcome.error).toBeNull()
  expect(outcome.chunks).toEqual(fixture.chunks)
  return outcome
}

describe('reasoning that is shown', () => {
  test('D16 the string and its details are one thing, shown once', async () => {
    const outcome = await played(glmTool)
    expect(reasoningOf(outcome)).toHaveLength(88)
    for (const piece of outcome.chunks.filter(({ type }) => type === 'reasoning')) {
      expect(piece).toMatchObject({ reasoning: expect.stringMatching(/./), details: [expect.any(Object)] })
      expect(Object.isFrozen(piece.type === 'reasoning' && piece.details?.[0])).toBe(true)
    }
  })

  test('D17 a summary is shown once, its encrypted twin never', async () => {
    const outcome = await played(gpt5SummaryText)
    expect(reasoningOf(outcome)).toHaveLength(321)
    expect(reasoningOf(outcome)).not.toContain('gAAAAA')
  })

  test('D18 a delta with thought, text and reason: the thought comes first, the end last', async () => {
    expect(typesOf(await played(minimaxNullFormat))).toEqual(['reasoning', 'reasoning', 'reasoning', 'text', 'usage', 'finish'])
  })

  test.each([
    ['x-ai/grok-4', true, ''],
    ['xai/grok-4', true, ''],
    ['x-ai/grok-4-07-09', true, ''],
    ['x-ai/grok-4.1-fast', false, 'Thinking...'],
    ['x-ai/grok-4-fast', false, 'Thinking...']
  ])('D19 the placeholder of Grok 4 is hidden, its details are kept: %s', async (model, isPlaceholder, said) => {
    expect(reasoningOf(await played(grokThinking(model, isPlaceholder)))).toBe(said)
  })

  test('D20 thirteen empty lists of details and empty strings are nothing', async () => {
    const empty = claudeDirect.items.filter(item => JSON.stringify(item).includes('"reasoning_details":[]'))
    expect(empty).toHaveLength(13)
    const outcome = await played(claudeDirect)
    expect(typesOf(outcome).filter(type => type === 'reasoning')).toHaveLength(9)
  })

  test('details without the string are shown by their own text', async () => {
    server.on('/chat/completions', answer(chunk({ reasoning_details: [{ type: 'reasoning.summary', summary: 'Thinking' }] }), ending()))
    expect(reasoningOf(await ask(server))).toBe('Thinking')
  })
})
