/** Promises P6 and C5 where a user writes: the same request twice at once, and one that a turn comes before. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as edit } from '../../app/api/chat/[messageId]/edit/route.ts'
import { POST as fork } from '../../app/api/conversations/[conversationId]/fork/route.ts'
import { POST as save } from '../../app/api/conversations/[conversationId]/questions/route.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { database } from '../../lib/db/client.ts'
import { params, withBody } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'

const editOf = (answer: ChatMessage, id = uuidv7()) => edit(withBody('POST', { id, text: 'Five.' }), params({ messageId: answer.id }))

function questionAfter(driver: ConversationDriver, answer: ChatMessage, id = uuidv7()) {
  const body = { parentId: answer.id, message: { id, parts: [{ type: 'text', text: 'Why?' }] } }
  return save(withBody('POST', body), params({ conversationId: driver.conversationId }))
}

async function answered(...texts: string[]) {
  const driver = await ConversationDriver.open()
  await driver.script({ text: 'Four.' }, ...texts.map(text => ({ text })))
  return { driver, answer: await driver.ask('2 + 2?') }
}

/** Sends the same request three times at once; all are answered with the same. */
async function thrice(send: () => Promise<Response>): Promise<void> {
  const responses = await Promise.all([send(), send(), send()])
  expect(responses.map(({ status }) => status)).toEqual([201, 201, 201])
  const bodies = await Promise.all(responses.map(response => response.text()))
  expect(new Set(bodies).size).toBe(1)
}

describe('what a user writes', () => {
  useDatabase()

  test('an edit that is sent three times at once is one message', async () => {
    const { answer } = await answered()
    const id = uuidv7()
    await thrice(() => editOf(answer, id))
    expect(await database().message.count()).toBe(3)
    expect(await database().step.count()).toBe(2)
  })

  test('a question that is sent three times at once is one message', async () => {
    const { driver, answer } = await answered()
    const id = uuidv7()
    await thrice(() => questionAfter(driver, answer, id))
    expect(await database().message.count()).toBe(3)
  })

  test('a fork that is asked for three times at once is one chat', async () => {
    const { driver, answer } = await answered()
    const body = { conversationId: uuidv7(), messageId: answer.id }
    await thrice(() => fork(withBody('POST', body), params({ conversationId: driver.conversationId })))
    expect(await database().conversation.count()).toBe(2)
    expect(await database().message.count()).toBe(4)
  })

  test('an edit does not take the place of an answer that begins in the same moment', async () => {
    const { driver, answer } = await answered('Because.')
    const [{ assistantMessageId, stream }, { status }] = await Promise.all([driver.start('Why?'), editOf(answer)])
    await new Response(stream).text()
    expect(status).toBe(409)
    const { selectedLeafId } = await database().conversation.findUniqueOrThrow({ where: { id: driver.conversationId } })
    expect(selectedLeafId).toBe(assistantMessageId)
    expect(await database().generation.count({ where: { discarded: true } })).toBe(0)
    expect(await database().message.count(), 'nothing of what was refused').toBe(4)
  })
})
