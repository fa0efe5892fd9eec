/** Promises T1, T2, B7 and C5 in a chat that was branched off another one. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as fork } from '../../app/api/conversations/[conversationId]/fork/route.ts'
import { GET as read } from '../../app/api/conversations/[conversationId]/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { saveAttachment } from '../../lib/db/attachments.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { params, withBody } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'
import { png } from '../setup/sample-files.ts'
import { claudeThinkingTool, haiku } from '../wire/fixtures/anthropic.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { question, stepOf } from './fixture-turn.ts'

const settings = { model: haiku }

async function branchOff(originId: string, messageId: string, conversationId = uuidv7()) {
  const response = await fork(withBody('POST', { conversationId, messageId }), params({ conversationId: originId }))
  return { status: response.status, detail: (await response.json()) as ConversationDetail }
}

async function detailOf(conversationId: string): Promise<ConversationDetail> {
  const response = await read(new Request('http://127.0.0.1:3000/'), params({ conversationId }))
  return (await response.json()) as ConversationDetail
}

/** Every step of a branch, without the ids of its messages. */
async function wiresOf(messages: readonly ChatMessage[]) {
  const steps = await database().step.findMany({
    where: { messageId: { in: messages.map(({ id }) => id) } },
    orderBy: [{ messageId: 'asc' }, { position: 'asc' }],
    include: { toolCalls: { orderBy: { position: 'asc' }, omit: { id: true, messageId: true } } },
    omit: { messageId: true }
  })
  return JSON.stringify(steps)
}

describe('a chat from an answer on', () => {
  useDatabase()

  test('has the branch to it with calls, thoughts and files to the byte, and goes on with them', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(
      stepOf(claudeThinkingTool),
      { reasoning: 'Rain, then.', text: 'It rains.' },
      { text: 'Elsewhere.' },
      { text: 'Fine.' }
    )
    const { id: attachmentId } = await saveAttachment(
      localUserId,
      { name: 'a.png', mediaType: 'image/png', size: { width: 3, height: 2 }, bytes: png() },
      new Date()
    )
    const asked = await driver.ask(
      [
        { type: 'file', attachmentId },
        { type: 'text', text: 'The weather?' }
      ],
      settings
    )
    await driver.ask('And there?', settings)
    const originId = driver.conversationId
    const before = await detailOf(originId)
    const { status, detail } = await branchOff(originId, asked.id)
    expect(status).toBe(201)
    expect(detail.messages.map(textOf)).toEqual(['The weather?', 'It rains.'])
    expect(await wiresOf(detail.messages)).toBe(await wiresOf(before.messages.slice(0, 2)))
    expect(detail).toMatchObject({
      title: `${before.title} (fork)`,
      selectedLeafId: detail.messages[1]?.id,
      settings,
      forkedFrom: { conversationId: originId, messageId: asked.id, title: before.title }
    })
    expect(await detailOf(originId)).toEqual(before)
    expect(await database().messageAttachment.findMany({ where: { conversationId: detail.id } })).toEqual([
      { messageId: detail.messages[0]?.id, attachmentId, conversationId: detail.id }
    ])

    await driver.restart()
    driver.moveTo(detail.id, detail.selectedLeafId)
    await driver.ask('Sure?', settings)
    const requests = await driver.requests()
    const [, , elsewhere, here] = requests
    expect(elsewhere?.messages).toHaveLength(5)
    expect(here).toEqual({
      ...elsewhere,
      session_id: detail.id,
      messages: [...(elsewhere?.messages.slice(0, 4) ?? []), question('Sure?', haiku)]
    })
    expect(JSON.stringify(here?.messages[1]?.reasoning_details)).toBe(JSON.stringify(claudeThinkingTool.details))
  })

  test('has no ledger rows of what it copies, and outlives the original', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Four.', cost: 0.002 }, { text: 'Sure.', cost: 0.001 })
    const answer = await driver.ask('2 + 2?', settings)
    const originId = driver.conversationId
    const { detail } = await branchOff(originId, answer.id)
    expect(detail.cost).toEqual({ picoUsd: '0', pending: 0, unknown: 0 })
    expect(await database().generation.count({ where: { conversationId: detail.id } })).toBe(0)
    expect(detail.messages[1]?.metadata).toMatchObject({ copiedFrom: answer.id, model: haiku, usage: answer.metadata?.usage })
    expect(Object.keys(detail.messages[1]?.metadata ?? {})).not.toContain('costPicoUsd')
    driver.moveTo(detail.id, detail.selectedLeafId)
    await driver.ask('Sure?', settings)
    expect((await detailOf(detail.id)).cost.picoUsd).toBe('1000000000')
    expect((await detailOf(originId)).cost.picoUsd).toBe('2000000000')

    await changeConversation(localUserId, originId, { deleted: true })
    await purgeDeletedConversations(new Date(Date.now() + 25 * 60 * 60 * 1000))
    const left = await detailOf(detail.id)
    expect(left.forkedFrom).toEqual({ conversationId: originId, messageId: answer.id, title: null })
    expect(left.messages.map(textOf)).toEqual(['2 + 2?', 'Four.', 'Sure?', 'Sure.'])
  })

  test('is made once, and from answers that are whole', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Four.' }, { text: 'Slow. '.repeat(20), tokensPerSecond: 20 })
    const answer = await driver.ask('2 + 2?', settings)
    const originId = driver.conversationId
    const { detail } = await branchOff(originId, answer.id)
    expect(await branchOff(originId, answer.id, detail.id)).toEqual({ status: 201, detail })
    const { assistantMessageId, stream } = await driver.start('Slowly?', settings)
    const refusals = [
      await branchOff(originId, assistantMessageId),
      await branchOff(originId, assistantMessageId, detail.id),
      await branchOff(originId, answer.metadata?.parentId ?? ''),
      await branchOff(originId, uuidv7()),
      await branchOff(uuidv7(), answer.id)
    ]
    expect(refusals.map(({ status }) => status)).toEqual([409, 422, 404, 404, 404])
    await new Response(stream).text()
    expect(await database().conversation.count()).toBe(2)
  })
})
