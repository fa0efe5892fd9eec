import { describe, expect, test } from 'vitest'
import { ask, errorOf, finishOf, serveFixtures, textOf } from './harness.ts'
import { generationId, usageOf } from './stream.ts'

const server = serveFixtures()
const completion = JSON.stringify({
  id: generationId,
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  usage: usageOf()
})

describe('a JSON body instead of a stream', () => {
  test.each([
    ['in its middle', completion.slice(0, -20)],
    ['before its last brace', completion.slice(0, -1)],
    ['while only blanks had come', '\n         \n']
  ])('cut off %s is truncated, and asked for again', async (_place, beginning) => {
    server.on('/chat/completions', { body: beginning }, { body: completion })
    const retried: string[] = []
    const outcome = await ask(server, { onRetryAttempt: error => retried.push(error.phase) })
    expect(retried).toEqual(['truncated'])
    expect(textOf(outcome)).toBe('Hi')
    expect(finishOf(outcome).generationId).toBe(generationId)
  })

  test('names its generation once, by its own id when no header does', async () => {
    for (const headers of [undefined, { 'X-Generation-Id': generationId }]) {
      const named: string[] = []
      server.on('/chat/completions', { body: completion, ...(headers ? { headers } : {}) })
      await ask(server, { onGenerationId: id => named.push(id) })
      expect(named).toEqual([generationId])
    }
  })

  test('above 28 MiB is too large, not cut off', async () => {
    server.on('/chat/completions', { body: completion.replace('Hi', 'x'.repeat(29 * 1024 * 1024)) })
    expect(errorOf(await ask(server))).toMatchObject({ phase: 'too_large', retryable: false })
    expect(server.requests).toHaveLength(1)
  })
})
