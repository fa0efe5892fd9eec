/** Promise T2 where a conversation forks: each branch carries its own thoughts, and those before the fork. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { gpt5SummaryText, o3EncryptedOnly } from '../wire/fixtures/openai.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { question, stepOf } from './fixture-turn.ts'

const model = 'openai/gpt-5-mini'
const summarised = { role: 'assistant', content: 'It is four.', reasoning_details: gpt5SummaryText.details }
const encrypted = { role: 'assistant', content: o3EncryptedOnly.text, reasoning_details: [o3EncryptedOnly.detail] }

describe('branches', () => {
  useDatabase()

  test('D21 a second answer to the same question is asked for without the first, and carries its own thought on', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(gpt5SummaryText), stepOf(o3EncryptedOnly), { text: 'Fine.' }, { text: 'Also fine.' })
    const one = await driver.ask('2 + 2?', { model })
    await driver.restart()
    const other = await driver.askAgain(one, { model })
    expect(other.metadata?.status).toBe('complete')
    await driver.ask('Sure?', { model })
    driver.continueFrom(one)
    await driver.ask('And you?', { model })
    const [first, again, afterOther, afterOne] = await driver.requests()
    expect(again).toEqual(first)
    expect(afterOther).toEqual({ ...first, messages: [question('2 + 2?'), encrypted, question('Sure?')] })
    expect(afterOne).toEqual({ ...first, messages: [question('2 + 2?'), summarised, question('And you?')] })
  })

  test('D23 an edited question follows what stood before it, with the thought, and nothing of what came after', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(gpt5SummaryText), stepOf(o3EncryptedOnly), { text: 'Fine.' }, { text: 'Better.' })
    const one = await driver.ask('2 + 2?', { model })
    await driver.ask('Sur?', { model })
    await driver.restart()
    driver.continueFrom(one)
    await driver.ask('Sure?', { model })
    driver.continueFrom(null)
    await driver.ask('3 + 3?', { model })
    const [first, , edited, anew] = await driver.requests()
    expect(edited).toEqual({ ...first, messages: [question('2 + 2?'), summarised, question('Sure?')] })
    expect(anew).toEqual({ ...first, messages: [question('3 + 3?')] })
  })

  test('D34 an answer of another maker to the same question is a branch like any other', async () => {
    const driver = await ConversationDriver.open()
    const claude = 'anthropic/claude-haiku-4.5'
    await driver.script(stepOf(gpt5SummaryText), { reasoning: 'Easy.', text: 'Four.' }, { text: 'Fine.' }, { text: 'Also fine.' })
    const one = await driver.ask('2 + 2?', { model })
    const other = await driver.askAgain(one, { model: claude })
    const [signed] = await driver.wires(other.id)
    await driver.restart()
    await driver.ask('Sure?', { model: claude })
    driver.continueFrom(one)
    await driver.ask('And you?', { model: claude })
    const [, again, afterOther, afterOne] = await driver.requests()
    expect(signed?.reasoning_details).toEqual([expect.objectContaining({ text: 'Easy.', signature: expect.stringMatching(/^Eq0ECkgI/) })])
    expect(afterOther).toEqual({ ...again, messages: [question('2 + 2?', claude), signed, question('Sure?', claude)] })
    expect(afterOne).toEqual({
      ...again,
      messages: [question('2 + 2?', claude), { role: 'assistant', content: 'It is four.' }, question('And you?', claude)]
    })
  })
})
