/** Promise T3: another maker never gets a thought, and switching back brings it back. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { claudeThinkingTool, haiku } from '../wire/fixtures/anthropic.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { noTool, question, stepOf } from './fixture-turn.ts'

const { details, toolCall: call } = claudeThinkingTool
const toolCalls = [{ id: call.id, type: 'function', function: { name: 'weather', arguments: '{"location": "Oslo"}' } }]

/** A Claude tool turn, then a restart. */
async function afterClaudeTurn() {
  const driver = await ConversationDriver.open()
  await driver.script(stepOf(claudeThinkingTool), { text: 'Cold.' })
  const answer = await driver.ask('Weather?', { model: haiku })
  const stored = JSON.stringify(await driver.wires(answer.id))
  await driver.restart()
  return { driver, answer, stored }
}

function historyWith(sent: object[] | null): object[] {
  const step = { role: 'assistant', content: null, tool_calls: toolCalls, ...(sent ? { reasoning_details: sent } : {}) }
  return [step, noTool(call.id, 'weather'), { role: 'assistant', content: 'Cold.' }]
}

describe('when the model changes', () => {
  useDatabase()

  test('D34 to another maker the call and its result go without the thought; back home it is there again, identical', async () => {
    const { driver, answer, stored } = await afterClaudeTurn()
    await driver.script({ text: 'Indeed.' }, { text: 'As I said.' })
    await driver.ask('Sure?', { model: 'openai/gpt-5-mini' })
    await driver.restart()
    await driver.ask('And you?', { model: haiku })
    const [first, , abroad, home] = await driver.requests()
    expect(abroad).toEqual({
      ...first,
      model: 'openai/gpt-5-mini',
      messages: [question('Weather?'), ...historyWith(null), question('Sure?')]
    })
    expect(home).toEqual({
      ...first,
      messages: [
        question('Weather?'),
        ...historyWith(details),
        question('Sure?', haiku),
        { role: 'assistant', content: 'Indeed.' },
        question('And you?', haiku)
      ]
    })
    expect(JSON.stringify(home?.messages[1]?.reasoning_details)).toBe(JSON.stringify(details))
    expect(JSON.stringify(await driver.wires(answer.id))).toBe(stored)
  })

  test('D35 to Gemini 3 a foreign call goes with the stand-in for a signature, and the row stays as it is', async () => {
    const { driver, answer, stored } = await afterClaudeTurn()
    const model = 'google/gemini-3-flash-preview'
    await driver.script({ text: 'Indeed.' })
    await driver.ask('Sure?', { model })
    const [first, , abroad] = await driver.requests()
    const standIn = {
      type: 'reasoning.encrypted',
      data: 'skip_thought_signature_validator',
      id: call.id,
      format: 'google-gemini-v1',
      index: 0
    }
    expect(abroad).toEqual({ ...first, model, messages: [question('Weather?'), ...historyWith([standIn]), question('Sure?')] })
    expect(JSON.stringify(await driver.wires(answer.id))).toBe(stored)
  })
})
