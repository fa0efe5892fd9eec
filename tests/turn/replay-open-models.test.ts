/** Promises T1, T2 and T5 for thoughts in the open, thoughts behind a placeholder, and thoughts of kinds to come. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { unknownDetails } from '../wire/fixtures/odd-answers.ts'
import { kimiParallelTools, minimaxNullFormat } from '../wire/fixtures/open-models.ts'
import { grokThinking } from '../wire/fixtures/xai.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { expectCarried, noTool, question, stepOf } from './fixture-turn.ts'

describe('any other thought comes back', () => {
  useDatabase()

  test('D19 behind the placeholder of Grok 4, which nobody is shown', async () => {
    const driver = await ConversationDriver.open()
    const fixture = grokThinking('x-ai/grok-4', true)
    await expectCarried(driver, fixture, [{ role: 'assistant', content: 'Three.', reasoning_details: [fixture.detail] }])
  })

  test.each([
    ['x-ai/grok-4', true, ''],
    ['x-ai/grok-4.1-fast', false, 'Thinking...']
  ])('D19 what %s says of its thinking is shown, or is the mark of a hidden thought', async (model, isPlaceholder, shown) => {
    const driver = await ConversationDriver.open()
    const fixture = grokThinking(model, isPlaceholder)
    await driver.script(stepOf(fixture))
    const answer = await driver.ask('Hello', { model })
    expect(answer.parts.flatMap(part => (part.type === 'reasoning' ? [part.text] : []))).toEqual([shown])
    expect(await driver.wires(answer.id)).toEqual([{ role: 'assistant', content: 'Three.', reasoning_details: [fixture.detail] }])
  })

  test('D29 of format null', async () => {
    await expectCarried(await ConversationDriver.open(), minimaxNullFormat, [
      { role: 'assistant', content: minimaxNullFormat.text, reasoning_details: minimaxNullFormat.details }
    ])
  })

  test('D30 of unknown types, formats and keys', async () => {
    await expectCarried(await ConversationDriver.open(), unknownDetails, [
      { role: 'assistant', content: 'Done.', reasoning_details: unknownDetails.details }
    ])
  })

  test('D43 with tool ids that are the same in every turn', async () => {
    const driver = await ConversationDriver.open()
    const { model } = kimiParallelTools
    await driver.script(stepOf(kimiParallelTools), { text: 'One.' }, stepOf(kimiParallelTools), { text: 'Two.' }, { text: 'Fine.' })
    const answers = [await driver.ask('First', { model }), await driver.ask('Second', { model })]
    expect(answers.map(answer => answer.metadata?.status)).toEqual(['complete', 'complete'])
    // On screen and in the database each call has an id of its own.
    const ids = answers.flatMap(answer => answer.parts.flatMap(part => (part.type === 'dynamic-tool' ? [part.toolCallId] : [])))
    expect(new Set(ids).size).toBe(4)
    await driver.restart()
    await driver.ask('Third', { model })
    const requests = await driver.requests()
    const step = {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'functions.add:0', type: 'function', function: { name: 'add', arguments: '{"a": 2, "b": 3}' } },
        { id: 'functions.multiply:1', type: 'function', function: { name: 'multiply', arguments: '{"a": 4, "b": 5}' } }
      ],
      reasoning_details: [{ type: 'reasoning.text', text: 'Two calls.', format: 'unknown', index: 0 }]
    }
    const results = [noTool('functions.add:0', 'add'), noTool('functions.multiply:1', 'multiply')]
    const said = (content: string) => ({ role: 'assistant', content })
    expect(requests.at(-1)).toEqual({
      ...requests[0],
      messages: [question('First'), step, ...results, said('One.'), question('Second'), step, ...results, said('Two.'), question('Third')]
    })
  })
})
