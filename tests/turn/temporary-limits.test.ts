/** Promises C1, C7 and B15 of temporary chats: budgets, ids that are taken, many at once, how many there may be and for how long. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { idBeside, isTemporary, temporaryId, temporaryTitle } from '../../lib/chat/temporary.ts'
import { chatDatabase } from '../../lib/db/chat-database.ts'
import { database } from '../../lib/db/client.ts'
import { readBill } from '../../lib/db/conversation-bill.ts'
import { loadConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { purgeTemporaryChats } from '../../lib/db/temporary-chats.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { changeBudget, createBudget, readBudgets } from '../../lib/turn/budget-list.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { dataUrl, png } from '../setup/sample-files.ts'
import { haiku } from '../wire/fixtures/anthropic.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { readUntil } from './read-until.ts'

const gemini = { model: 'google/gemini-3-flash-preview' }
const openTemporary = () => ConversationDriver.open({ temporary: true })

describe('temporary chats', () => {
  useDatabase()

  test('keep within budgets, those of their own among them; what is refused is nowhere', async () => {
    const driver = await openTemporary()
    await readCatalogue(localUserId)
    await driver.script({ text: 'Yes.' })
    const first = await driver.ask('Is it so?', { model: haiku })
    const own = { scope: 'conversation' as const, target: driver.conversationId, action: 'stop' as const, limitPicoUsd: '1000000' }
    expect((await createBudget(localUserId, own)).budgets).toMatchObject([{ name: temporaryTitle }])
    await purgeDeletedConversations(new Date())
    await expect(driver.ask('And now?', { model: haiku })).rejects.toMatchObject({ code: 'budget_reached', httpStatus: 402 })
    expect((await loadConversation(localUserId, driver.conversationId))?.messages).toHaveLength(2)
    expect(await database().generation.count()).toBe((await driver.ledger(first.id)).length)
  })

  test('with an id that is taken are refused, and leave no row on the ledger', async () => {
    const driver = await openTemporary()
    await driver.script({ text: 'Yes.' })
    const taken = await driver.ask('Is it so?', gemini)
    const before = await database().generation.count()
    const request = {
      trigger: 'submit-message' as const,
      conversationId: temporaryId(),
      parentId: null,
      assistantMessageId: temporaryId(),
      message: { id: taken.id, parts: [{ type: 'text' as const, text: 'And now?' }] },
      settings: gemini
    }
    await expect(startTurn(localUserId, request)).rejects.toMatchObject({ code: 'id_taken', httpStatus: 422 })
    expect(await database().generation.count()).toBe(before)
    expect(await loadConversation(localUserId, request.conversationId)).toBeNull()
    expect(await driver.requests()).toHaveLength(1)
  })

  test('asked the same twice at once under a budget answer once, and say of another question that it has to wait', async () => {
    const driver = await openTemporary()
    await readCatalogue(localUserId)
    await driver.script({ text: 'Yes.', tokensPerSecond: 20 })
    // Enough for one of them.
    await createBudget(localUserId, { scope: 'day', action: 'stop', limitPicoUsd: '30000000000' })
    const request = () => ({
      trigger: 'submit-message' as const,
      conversationId: driver.conversationId,
      parentId: null,
      assistantMessageId: temporaryId(),
      message: { id: temporaryId(), parts: [{ type: 'text' as const, text: 'Is it so?' }] },
      settings: { model: haiku }
    })
    const same = request()
    const [first, second, other] = await Promise.allSettled([same, same, request()].map(asked => startTurn(localUserId, asked)))
    expect(other).toMatchObject({ reason: { code: 'turn_active', messageId: same.assistantMessageId } })
    for (const answer of [first, second]) {
      if (answer?.status !== 'fulfilled') throw new Error('It was refused', { cause: answer })
      expect(await new Response(answer.value).text()).toContain('"status":"complete"')
    }
    expect(await driver.requests()).toHaveLength(1)
    expect(await database().generation.count()).toBe(1)
  })

  test('an answer that goes to a substitute is counted against its budget until its cost is known', async () => {
    const driver = await openTemporary()
    await readCatalogue(localUserId)
    const other = 'openai/gpt-5-mini'
    await createBudget(localUserId, { scope: 'model', target: other, action: 'stop', limitPicoUsd: '100000000000' })
    await driver.script({ text: 'One two three four.', stall: { after: 2, seconds: 60 } })
    const { assistantMessageId, stream } = await driver.start('Count.', { model: haiku, fallbackModels: [other] })
    await readUntil(stream, 'two')
    const [row] = await driver.ledger(assistantMessageId)
    const held = async () => (await readBudgets(localUserId)).budgets[0]?.reservedPicoUsd
    expect(await held()).toBe(String(row?.reservedPicoUsd))
    await driver.fault({ path: '/generation', status: 500, times: 2 })
    expect((await stopTurn(localUserId, assistantMessageId)).metadata).toMatchObject({ status: 'stopped', costState: 'pending' })
    expect(await held(), 'who answered is not known yet').toBe(String(row?.reservedPicoUsd))
    await expect.poll(held).toBe('0')
  })

  test('begun at once, they see of each other what may go to a substitute', async () => {
    const driver = await openTemporary()
    await readCatalogue(localUserId)
    const other = 'openai/gpt-5-mini'
    const begin = () => {
      const conversationId = temporaryId()
      return startTurn(localUserId, {
        trigger: 'submit-message',
        conversationId,
        parentId: null,
        assistantMessageId: idBeside(conversationId),
        message: { id: idBeside(conversationId), parts: [{ type: 'text', text: 'Go.' }] },
        settings: { model: haiku, fallbackModels: [other] }
      })
    }
    await createBudget(localUserId, { scope: 'model', target: other, action: 'stop', limitPicoUsd: '100000000000' })
    await driver.script({ text: 'One two three.', stall: { after: 1, seconds: 55 } }, { text: 'Four.' })
    const first = await begin()
    const held = (await database().generation.findFirstOrThrow()).reservedPicoUsd ?? 0n
    await driver.release()
    await new Response(first).text()
    await expect.poll(async () => (await readBudgets(localUserId)).budgets[0]?.reservedPicoUsd).toBe('0')

    const { budgets } = await readBudgets(localUserId)
    // Enough for one of them.
    await changeBudget(localUserId, budgets[0]?.id ?? '', { limitPicoUsd: String((held * 3n) / 2n) })
    const [one, two] = await Promise.allSettled([begin(), begin()])
    expect(two).toMatchObject({ reason: { code: 'budget_reached' } })
    if (one.status !== 'fulfilled') throw new Error('It was refused', { cause: one })
    expect(await new Response(one.value).text()).toContain('"status":"complete"')
  })

  test('keep their books when fifty are answered at once, ordinary ones among them', async () => {
    const driver = await openTemporary()
    await driver.script(...Array.from({ length: 50 }, () => ({ text: 'One two three.', tokensPerSecond: 100 })))
    const conversations = Array.from({ length: 50 }, (_, index) => (index % 5 === 0 ? uuidv7() : temporaryId()))
    await Promise.all(
      conversations.map(async conversationId => {
        const stream = await startTurn(localUserId, {
          trigger: 'submit-message',
          conversationId,
          parentId: null,
          assistantMessageId: idBeside(conversationId),
          message: { id: idBeside(conversationId), parts: [{ type: 'text', text: 'Go.' }] },
          settings: gemini
        })
        expect(await new Response(stream).text()).toContain('"status":"complete"')
      })
    )
    const details = await Promise.all(conversations.map(id => loadConversation(localUserId, id)))
    const answers = details.map(detail => detail?.messages.at(-1)?.metadata)
    expect(new Set(answers.map(metadata => `${metadata?.status} ${metadata?.costState}`))).toEqual(new Set(['complete billed']))
    const sum = answers.reduce((total, metadata) => total + BigInt(metadata?.costPicoUsd ?? 0), 0n)
    expect(sum).toBe(await driver.billPicoUsd())
    expect(await database().message.count()).toBe(20)
    expect(await database().generation.count()).toBe(50)
  })

  test('keep an image that a model makes in memory, under ids of their own', async () => {
    const driver = await openTemporary()
    await driver.script({ text: 'Look.', images: [{ type: 'image_url', image_url: { url: dataUrl('image/png', png()) } }] })
    const answer = await driver.ask('Draw.', gemini)
    const url = answer.parts.flatMap(part => (part.type === 'file' ? [part.url] : []))[0] ?? ''
    const id = url.slice(url.lastIndexOf('/') + 1)
    expect(isTemporary(id)).toBe(true)
    expect(await database().attachment.count()).toBe(0)
    expect(new Uint8Array((await chatDatabase(id).attachment.findUnique({ where: { id } }))?.bytes ?? [])).toEqual(png())
  })

  test('are gone a day after their last question, with their files; what they cost stays', async () => {
    const driver = await openTemporary()
    await driver.script(
      { text: 'Look.', images: [{ type: 'image_url', image_url: { url: dataUrl('image/png', png()) } }] },
      { text: 'Yes.' }
    )
    await driver.ask('Draw.', gemini)
    await driver.ask('Is it so?', gemini)
    const hours = (count: number) => new Date(Date.now() + count * 60 * 60 * 1000)
    await purgeTemporaryChats(hours(23))
    expect((await loadConversation(localUserId, driver.conversationId))?.messages).toHaveLength(4)
    await purgeTemporaryChats(hours(25))
    expect(await loadConversation(localUserId, driver.conversationId)).toBeNull()
    const memory = chatDatabase(driver.conversationId)
    expect([await memory.message.count(), await memory.step.count(), await memory.attachment.count()]).toEqual([0, 0, 0])
    const bill = await readBill(localUserId, driver.conversationId)
    expect(bill).toMatchObject({ title: null, kind: 'chat' })
    expect(bill.ledgers).not.toEqual([])
  })

  test('make room for the newest 200: what was not used for longest goes first, and no running answer', async () => {
    const driver = await openTemporary()
    await driver.script({ text: 'One two three four.', stall: { after: 2, seconds: 60 } }, { text: 'Yes.' })
    const { assistantMessageId, stream } = await driver.start('Count.', gemini)
    await readUntil(stream, 'two')
    const running = driver.conversationId
    const memory = chatDatabase(running)
    const old = Array.from({ length: 200 }, (_, index) => ({
      id: temporaryId(),
      userId: localUserId,
      title: temporaryTitle,
      updatedAt: new Date(Date.now() + index - 1000)
    }))
    await memory.conversation.createMany({ data: old })
    await memory.conversation.update({ where: { id: running }, data: { updatedAt: new Date(0) } })
    driver.moveTo(temporaryId(), null)
    await driver.ask('Is it so?', gemini)
    const kept = new Set((await memory.conversation.findMany({ select: { id: true } })).map(({ id }) => id))
    expect(kept.has(driver.conversationId)).toBe(true)
    expect(kept.has(running)).toBe(true)
    expect(old.map(({ id }) => kept.has(id))).toEqual(old.map((_, index) => index >= 1))
    await stopTurn(localUserId, assistantMessageId)
  })
})
