/** Promises T1, T2 and C1 where a user writes: an edited answer, a question that is only saved, an answer asked for with something else. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as edit } from '../../app/api/chat/[messageId]/edit/route.ts'
import { POST as save } from '../../app/api/conversations/[conversationId]/questions/route.ts'
import { GET as read } from '../../app/api/conversations/[conversationId]/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { database } from '../../lib/db/client.ts'
import { readBill } from '../../lib/db/conversation-bill.ts'
import { params, withBody } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'
import { claudeThinkingTool, haiku } from '../wire/fixtures/anthropic.ts'
import { gpt5SummaryText } from '../wire/fixtures/openai.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { noTool, question, stepOf } from './fixture-turn.ts'

const model = 'openai/gpt-5-mini'
const signed = { role: 'assistant', content: 'It is four.', reasoning_details: gpt5SummaryText.details }

async function editTo(answer: ChatMessage, text: string, id = uuidv7()): Promise<{ status: number; message: ChatMessage }> {
  const response = await edit(withBody('POST', { id, text }), params({ messageId: answer.id }))
  return { status: response.status, message: (await response.json()) as ChatMessage }
}

async function detailOf(driver: ConversationDriver): Promise<ConversationDetail> {
  const response = await read(new Request('http://127.0.0.1:3000/'), params({ conversationId: driver.conversationId }))
  return (await response.json()) as ConversationDetail
}

describe('an edited answer', () => {
  useDatabase()

  test('and a saved question hold 4 MiB of text at most, in bytes; nothing is written of a longer one', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Four.' })
    const original = await driver.ask('2 + 2?', { model })
    const long = '€'.repeat(1_500_000)
    expect((await editTo(original, long)).status).toBe(413)
    const body = { parentId: original.id, message: { id: uuidv7(), parts: [{ type: 'text', text: long }] } }
    expect((await save(withBody('POST', body), params({ conversationId: driver.conversationId }))).status).toBe(413)
    expect((await detailOf(driver)).messages).toHaveLength(2)
  })

  test('goes upstream as it was written, without the thought of the other one, which keeps both', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(gpt5SummaryText), { text: 'Fine.' }, { text: 'Also fine.' })
    const original = await driver.ask('2 + 2?', { model })
    const { status, message } = await editTo(original, 'It is five.')
    expect(status).toBe(201)
    expect(original.metadata?.reasoning).toHaveLength(1)
    expect(message.metadata, 'nothing of it can be carried').not.toHaveProperty('reasoning')
    await driver.restart()
    driver.continueFrom(message)
    driver.expectViolations('text_changed', 'details_missing')
    await driver.ask('Sure?', { model })
    driver.continueFrom(original)
    await driver.ask('And you?', { model })
    const [first, afterEdit, afterOriginal] = await driver.requests()
    expect(afterEdit).toEqual({
      ...first,
      messages: [question('2 + 2?'), { role: 'assistant', content: 'It is five.' }, question('Sure?')]
    })
    expect(afterOriginal).toEqual({ ...first, messages: [question('2 + 2?'), signed, question('And you?')] })
  })

  test('keeps the calls that led to it, to the byte', async () => {
    const driver = await ConversationDriver.open()
    const { details, toolCall: call } = claudeThinkingTool
    await driver.script(stepOf(claudeThinkingTool), { reasoning: 'Rain, then.', text: 'It rains.' }, { text: 'Fine.' })
    const original = await driver.ask('The weather?', { model: haiku })
    const { message } = await editTo(original, 'The sun shines.')
    driver.continueFrom(message)
    driver.expectViolations('text_changed', 'details_missing')
    await driver.ask('Sure?', { model: haiku })
    const [first, , last] = await driver.requests()
    const function_ = { name: call.name, arguments: call.arguments }
    expect(last).toEqual({
      ...first,
      messages: [
        question('The weather?', haiku),
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: call.id, type: 'function', function: function_ }],
          reasoning_details: details
        },
        noTool(call.id, call.name),
        { role: 'assistant', content: 'The sun shines.' },
        question('Sure?', haiku)
      ]
    })
    expect(JSON.stringify(last?.messages[1]?.reasoning_details)).toBe(JSON.stringify(details))
    expect(message.metadata?.reasoning).toEqual(original.metadata?.reasoning)
    const calls = await database().toolCall.findMany({ where: { messageId: message.id } })
    expect(message.parts.flatMap(part => (part.type === 'dynamic-tool' ? [part.toolCallId] : []))).toEqual(calls.map(({ id }) => id))
  })

  test('is a sibling of its own that costs nothing; the same edit again is the same message', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Four.', cost: 0.002 })
    const original = await driver.ask('2 + 2?')
    const id = uuidv7()
    const { message } = await editTo(original, 'Five.', id)
    expect((await editTo(original, 'Five.', id)).message).toEqual(message)
    expect((await editTo(original, 'Six.', id)).status).toBe(422)
    await driver.restart()
    const detail = await detailOf(driver)
    expect(detail.messages.map(textOf)).toEqual(['2 + 2?', 'Four.', 'Five.'])
    expect(detail).toMatchObject({
      selectedLeafId: id,
      cost: { picoUsd: '2000000000', pending: 0, unknown: 0 },
      settings: { model: 'anthropic/claude-sonnet-4.5' }
    })
    expect(detail.messages[2]?.metadata).toMatchObject({
      parentId: original.metadata?.parentId,
      status: 'complete',
      editedFrom: original.id
    })
    expect(Object.keys(detail.messages[2]?.metadata ?? {})).not.toContain('costState')
    expect(await driver.ledger(id)).toEqual([])
    expect(await driver.ledger(original.id)).toMatchObject([{ discarded: true }])
    // The original is not on the branch that goes on any more.
    const bill = await readBill(localUserId, driver.conversationId)
    expect(bill.ledgers.flatMap(({ parts }) => parts.map(({ part }) => part))).toEqual(['others'])
  })

  test('stands in no conversation that is being answered, and not for an answer without a text', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Four.' }, { http: { status: 403 } }, { text: 'Slow. '.repeat(40), tokensPerSecond: 20 })
    const original = await driver.ask('2 + 2?')
    const refused = await driver.ask('And?')
    expect(
      await edit(withBody('POST', { id: uuidv7(), text: 'x' }), params({ messageId: refused.id })).then(answer => answer.json())
    ).toMatchObject({
      error: { code: 'nothing_to_edit' }
    })
    const { assistantMessageId, stream } = await driver.start('Slowly?')
    const during = await edit(withBody('POST', { id: uuidv7(), text: 'x' }), params({ messageId: original.id }))
    expect(await during.json()).toMatchObject({ error: { code: 'turn_active', messageId: assistantMessageId } })
    const unknown = await edit(withBody('POST', { id: uuidv7(), text: 'x' }), params({ messageId: uuidv7() }))
    expect(unknown.status).toBe(404)
    await new Response(stream).text()
    expect((await detailOf(driver)).messages).toHaveLength(6)
  })
})

describe('a saved question', () => {
  useDatabase()

  test('stands beside the other one, asks nobody, and is answered when somebody asks', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(gpt5SummaryText), { text: 'One.' }, { text: 'Two.' }, { text: 'Three.' })
    const first = await driver.ask('2 + 2?', { model })
    await driver.ask('Sur?', { model })
    const body = { parentId: first.id, message: { id: uuidv7(), parts: [{ type: 'text', text: 'Sure?' }] } }
    const put = () => save(withBody('POST', body), params({ conversationId: driver.conversationId }))
    const saved = (await (await put()).json()) as ChatMessage
    expect(await (await put()).json()).toEqual(saved)
    await driver.restart()
    const detail = await detailOf(driver)
    expect(detail).toMatchObject({ selectedLeafId: saved.id, settings: { model } })
    expect(detail.messages).toHaveLength(5)
    expect(await driver.requests()).toHaveLength(2)
    await driver.askAgain({ ...saved, metadata: { status: 'complete', createdAt: '', parentId: saved.id } }, { model })
    driver.continueFrom(saved)
    await driver.ask('Really?', { model })
    const [opening, , answered, followed] = await driver.requests()
    expect(answered).toEqual({ ...opening, messages: [question('2 + 2?'), signed, question('Sure?')] })
    expect(followed).toEqual({ ...opening, messages: [question('2 + 2?'), signed, question('Sure?'), question('Really?')] })
  })

  test('of the first question leaves the conversation what it goes on with', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' })
    await driver.ask('2 + 2?', { model, systemPrompt: 'Be brief.' })
    const body = { parentId: null, message: { id: uuidv7(), parts: [{ type: 'text', text: '3 + 3?' }] } }
    await save(withBody('POST', body), params({ conversationId: driver.conversationId }))
    expect(await detailOf(driver)).toMatchObject({ selectedLeafId: body.message.id, settings: { model, systemPrompt: 'Be brief.' } })
  })

  test('in a conversation or after a message that is not there is not stored', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' })
    await driver.ask('2 + 2?')
    const message = { id: uuidv7(), parts: [{ type: 'text', text: 'x' }] }
    const answers = [
      await save(withBody('POST', { parentId: null, message }), params({ conversationId: uuidv7() })),
      await save(withBody('POST', { parentId: uuidv7(), message }), params({ conversationId: driver.conversationId })),
      await save(withBody('POST', { parentId: null, message, text: 'x' }), params({ conversationId: driver.conversationId }))
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 400])
    expect((await detailOf(driver)).messages).toHaveLength(2)
  })
})

describe('an answer that is asked for with something else', () => {
  useDatabase()

  test('is told so, and the conversation goes on as before', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' }, { text: 'Four.' })
    const usual = { model, reasoningEffort: 'low' as const }
    const one = await driver.ask('2 + 2?', usual)
    const two = await driver.askAgain(one, { model, reasoningEffort: 'high', onlyThisAnswer: true })
    const three = await driver.askAgain(one, { model: haiku, routing: { sort: 'throughput' }, onlyThisAnswer: true })
    expect(three.metadata).toMatchObject({ model: haiku, sort: 'throughput' })
    expect([one, two].map(({ metadata }) => metadata?.effort)).toEqual(['low', 'high'])
    expect((await detailOf(driver)).settings).toEqual(usual)
    const four = await driver.askAgain(one, { model: haiku })
    expect((await detailOf(driver)).settings, 'chosen for good').toEqual({ model: haiku })
    expect(four.metadata).not.toHaveProperty('effort')
    const [, again, fast] = await driver.requests()
    expect(again).toMatchObject({ reasoning: { effort: 'high' } })
    expect(fast).toMatchObject({ model: haiku, provider: { sort: 'throughput' } })
    expect(JSON.stringify(fast)).not.toContain('onlyThisAnswer')
  })
})
