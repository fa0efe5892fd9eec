import { expect } from 'vitest'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import type { Fixture } from '../wire/fixtures/fixture.ts'
import type { ConversationDriver } from './conversation-driver.ts'

let played = 0

/** A fixture as the simulator plays it: its events, under a generation id that was not given out before. */
export function stepOf({ items, chunks }: Fixture): ScriptStep {
  const end = chunks.at(-1)
  const provider = end?.type === 'finish' ? end.provider : null
  const id = `gen-1790000000-FixtureTurn${played++}`
  const rawLines = items.map(item => (typeof item === 'string' ? item : JSON.stringify({ ...item, id })))
  return { ...(provider === null ? {} : { provider }), framing: { rawLines } }
}

/** A question as it goes upstream; to a Claude its place in the prompt cache is marked. */
export function question(text: string, model = ''): object {
  const isMarked = model.startsWith('anthropic/')
  return { role: 'user', content: isMarked ? [{ type: 'text', text, cache_control: { type: 'ephemeral' } }] : text }
}

/** What a call of a fixture is answered with: none of their tools are Steno's. */
export function noTool(id: string, name: string): Record<string, unknown> {
  return { role: 'tool', tool_call_id: id, content: `There is no tool named ${name}.` }
}

/**
 * Plays a fixture as the first answer, with `rounds` more requests when it calls tools, restarts, and asks on. The last
 * request must be the first one with these messages; its details are compared to the byte.
 */
export async function expectCarried(driver: ConversationDriver, fixture: Fixture, carried: Record<string, unknown>[]): Promise<void> {
  const { model } = fixture
  const callsTools = carried.length > 1
  await driver.script(stepOf(fixture), ...(callsTools ? [{ text: 'Done.' }] : []), { text: 'Fine.' })
  const answer = await driver.ask('Hello', { model })
  expect(answer.metadata?.status).toBe('complete')
  await driver.restart()
  await driver.ask('And now?', { model })
  const requests = await driver.requests()
  const [first] = requests
  const closing = callsTools ? [{ role: 'assistant', content: 'Done.' }] : []
  const next = requests.at(-1)
  expect(next).toEqual({ ...first, messages: [question('Hello', model), ...carried, ...closing, question('And now?', model)] })
  expect(JSON.stringify(next?.messages[1]?.reasoning_details)).toBe(JSON.stringify(carried[0]?.reasoning_details))
  expect(await driver.violations()).toEqual([])
}
