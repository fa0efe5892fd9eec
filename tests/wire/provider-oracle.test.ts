/**
 * The same bytes through our handler and through @openrouter/ai-sdk-provider: where the package can represent an answer,
 * both make the same of it. Where it cannot, it still does not: a difference that is gone fails its test, so that the
 * list (docs/adr/0001, tests/wire/oracle-differences.ts) stays true.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { startSimulator } from '../../lib/simulator/server.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { expectConsole } from '../setup/expected-console.ts'
import { serveFixtures } from './harness.ts'
import { differences, losses } from './oracle-differences.ts'
import { agreed, type OracleFixture } from './oracle-fixtures.ts'
import { expectDifference, type Question, type Reading, readByHandler, readByPackage } from './oracle-readers.ts'
import { type SentBack, sentBackByHandler, sentBackByPackage } from './oracle-replay.ts'

const key = 'sk-or-v1-oracle'
const server = serveFixtures()

let simulator: Awaited<ReturnType<typeof startSimulator>>
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

const call = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }
const answers: [string, string, ScriptStep][] = [
  ['text', 'openai/gpt-4o', { text: 'Hello there, friend. 🙂' }],
  ['signed reasoning and a call', 'anthropic/claude-sonnet-4.5', { reasoning: 'Let me see.', text: 'One moment.', toolCalls: [call] }],
  ['a summary', 'openai/gpt-5-mini', { reasoning: 'Adding the numbers.', text: '42.' }],
  ['two calls', 'google/gemini-3-flash-preview', { reasoning: { encrypted: true }, toolCalls: [call, call] }],
  ['a summary and a call', 'x-ai/grok-4.1-fast', { reasoning: 'Adding.', toolCalls: [call] }],
  ['open reasoning', 'deepseek/deepseek-r1', { reasoning: 'Hm, well.', text: 'Yes.' }],
  ['open reasoning and a call', 'z-ai/glm-4.6', { reasoning: 'Hm, well.', toolCalls: [call] }],
  ['reasoning of no format', 'minimax/minimax-m2', { reasoning: 'Hm, well.', text: 'Yes.' }]
]

function questionOf({ model = 'acme/model' }: OracleFixture): Question {
  return { baseUrl: server.baseUrl, key, model, tools: ['add', 'multiply'] }
}

describe('handler and provider package', () => {
  test.each(answers)('make the same of %s (%s)', async (_name, model, step) => {
    const control = new SimulatorControl(simulator.origin, key)
    // The requests differ, and the simulator counts what it is sent.
    const counted = { ...step, usage: { prompt_tokens: 20 } }
    await control.script(counted, counted)
    const question = { baseUrl: simulator.url, key, model, tools: [call.name] }
    // Generated anew for each reader: ids and signatures are not the same.
    const { details: ownDetails, ...own } = await readByHandler(question)
    const { details: theirDetails, ...their } = await readByPackage(question)
    expect(their).toEqual(own)
    expect(theirDetails).toHaveLength(ownDetails.length)
  })

  test.each(agreed)('make the same of $name', async fixture => {
    server.on('/chat/completions', fixture.reply)
    const question = questionOf(fixture)
    expect(await readByPackage(question)).toEqual(await readByHandler(question))
  })

  test.each(differences)('differ in $name: $reason', async fixture => {
    server.on('/chat/completions', fixture.reply)
    const question = questionOf(fixture)
    expectDifference<Reading>(await readByHandler(question), await readByPackage(question), fixture.theirs)
  })
})

describe('the next request of handler and provider package', () => {
  test.each(agreed)('after $name', async fixture => {
    server.on('/chat/completions', fixture.reply)
    const question = questionOf(fixture)
    // An answer that failed is not gone on from by itself.
    if ((await readByHandler(question)).failed) return expect(losses[fixture.name]).toBeUndefined()
    const loss = losses[fixture.name]
    if (loss?.warning) expectConsole(loss.warning)
    const ours = await sentBackByHandler(server, question)
    expectDifference<SentBack>(ours, await sentBackByPackage(server, question), loss?.theirs ?? {})
  })

  test('every known loss is of an agreed fixture', () => {
    expect(Object.keys(losses).filter(name => !agreed.some(fixture => fixture.name === name))).toEqual([])
  })
})
