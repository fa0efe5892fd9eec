import { describe, expect, test } from 'vitest'
import { ask, finishOf, reasoningOf, serveFixtures, typesOf } from './harness.ts'
import { answer, chunk, ending, text, thought } from './stream.ts'

const server = serveFixtures()

describe('reasoning that is shown', () => {
  test('D16 the string and its details are one thing, shown once', async () => {
    const words = ['The user ', 'wants ', 'a sum.']
    const details = words.map(word => ({ type: 'reasoning.text', text: word, format: 'unknown', index: 0 }))
    server.on('/chat/completions', answer(...details.map(detail => thought(detail)), text('3'), ending()))
    const outcome = await ask(server)
    expect(reasoningOf(outcome)).toBe('The user wants a sum.')
    expect(outcome.chunks[0]).toEqual({ type: 'reasoning', reasoning: 'The user ', details: [details[0]] })
    expect(Object.isFrozen(outcome.chunks[0]?.type === 'reasoning' && outcome.chunks[0].details?.[0])).toBe(true)
  })

  test('D17 a summary is shown, its encrypted twin is not', async () => {
    const encrypted = { type: 'reasoning.encrypted', data: 'gAAAAAB', id: 'rs_1', format: 'openai-responses-v1', index: 0 }
    const summaries = ['**Adding', ' numbers**'].map(summary => ({
      type: 'reasoning.summary',
      summary,
      format: 'openai-responses-v1',
      index: 0
    }))
    server.on('/chat/completions', answer(...summaries.map(detail => thought(detail)), thought(encrypted), text('3'), ending()))
    const outcome = await ask(server)
    expect(reasoningOf(outcome)).toBe('**Adding numbers**')
    expect(outcome.chunks[2]).toEqual({ type: 'reasoning', reasoning: '', details: [encrypted] })
  })

  test('details without the string are shown by their own text', async () => {
    server.on('/chat/completions', answer(chunk({ reasoning_details: [{ type: 'reasoning.summary', summary: 'Thinking' }] }), ending()))
    expect(reasoningOf(await ask(server))).toBe('Thinking')
  })

  test('D18 a delta with thought, text and reason: the thought comes first', async () => {
    const detail = { type: 'reasoning.text', text: ' helpful manner.', index: 0, format: null }
    const last = chunk({ content: 'Hello!', reasoning: ' helpful manner.', reasoning_details: [detail] }, { finish: 'stop' })
    server.on('/chat/completions', answer(last, ending()))
    expect(typesOf(await ask(server))).toEqual(['reasoning', 'text', 'usage', 'finish'])
  })

  test.each([
    ['x-ai/grok-4', ''],
    ['xai/grok-4', ''],
    ['x-ai/grok-4.1-fast', 'Thinking...']
  ])('D19 the placeholder of Grok 4 is hidden, its details are kept: %s', async (model, shown) => {
    const detail = { type: 'reasoning.encrypted', data: 'abc', format: 'xai-responses-v1', index: 0 }
    server.on('/chat/completions', answer(chunk({ reasoning: 'Thinking...', reasoning_details: [detail] }), text('3'), ending()))
    const outcome = await ask(server, { openRouterModelId: model })
    expect(reasoningOf(outcome)).toBe(shown)
    expect(finishOf(outcome).details).toEqual([detail])
  })

  test('D20 empty details and empty strings are nothing', async () => {
    const noise = [chunk({ reasoning: null, reasoning_details: [] }), chunk({ reasoning: '', content: null }), chunk({})]
    server.on('/chat/completions', answer(...noise, text('Hi'), ...noise, ending()))
    expect(typesOf(await ask(server))).toEqual(['text', 'usage', 'finish'])
  })
})
