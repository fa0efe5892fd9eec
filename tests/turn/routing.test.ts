/** Who serves a turn: the user's routing, fallbacks, and the pin of a tool loop. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

const call = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }

describe('routing', () => {
  useDatabase()

  test('goes upstream in slugs, display names resolved', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Fine.' })
    await driver.ask('Go.', {
      routing: {
        order: ['Amazon Bedrock', 'anthropic'],
        // What every object answers to is a name as any other.
        ignore: ['Google AI Studio', 'constructor'],
        sort: 'price',
        dataCollection: 'deny',
        zeroDataRetention: true
      }
    })
    const [request] = await driver.requests()
    expect(request?.provider).toEqual({
      order: ['amazon-bedrock', 'anthropic'],
      ignore: ['google-ai-studio', 'constructor'],
      sort: 'price',
      data_collection: 'deny',
      zdr: true
    })
    expect(await driver.violations()).toEqual([])
  })

  test('a forbidden fallback stays forbidden when a tool loop is pinned', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ provider: 'Amazon Bedrock', reasoning: 'Let me see.', toolCalls: [call] }, { text: '42.' })
    await driver.ask('Go.', { routing: { order: ['anthropic'], allowFallbacks: false } })
    const [, continuation] = await driver.requests()
    expect(continuation?.provider).toEqual({ order: ['amazon-bedrock', 'anthropic'], allow_fallbacks: false })
    expect(await driver.violations()).toEqual([])
  })

  test('a fallback that began a tool loop finishes it, and its reasoning is its own', async () => {
    const driver = await ConversationDriver.open()
    const fallback = 'openai/gpt-5-mini'
    await driver.script(
      { model: fallback, family: 'openai', reasoning: 'Adding.', toolCalls: [call] },
      { family: 'openai', text: '42.' },
      { text: 'Sure.' }
    )
    const settings = { model: 'anthropic/claude-sonnet-4.5', fallbackModels: [fallback] }
    const message = await driver.ask('Go.', settings)
    expect(textOf(message)).toBe('42.')
    expect(message.metadata?.reasoning).toEqual([{ model: fallback, family: 'openai' }])
    await driver.ask('Sure?', settings)
    const [first, second, third] = await driver.requests()
    expect([first?.model, first?.models]).toEqual(['anthropic/claude-sonnet-4.5', [fallback]])
    expect([second?.model, second?.models]).toEqual([fallback, undefined])
    expect(second?.messages.find(({ role }) => role === 'assistant')?.reasoning_details).toHaveLength(2)
    expect(third?.messages.find(({ role }) => role === 'assistant')).not.toHaveProperty('reasoning_details')
    expect(await driver.violations()).toEqual([])
  })
})
