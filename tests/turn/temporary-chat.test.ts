/** Promises B15, T2, C1 and C5 of temporary chats: everything goes as in others, the ledger is on disk, and no word of theirs is. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { isTemporary, temporaryId, temporaryTitle } from '../../lib/chat/temporary.ts'
import { saveAttachment } from '../../lib/db/attachments.ts'
import { chatDatabase } from '../../lib/db/chat-database.ts'
import { database } from '../../lib/db/client.ts'
import { readBill } from '../../lib/db/conversation-bill.ts'
import { changeConversation, listConversations, loadConversation } from '../../lib/db/conversations.ts'
import { dropTemporaryChat, purgeTemporaryChats } from '../../lib/db/temporary-chats.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { follow, stopTurn } from '../../lib/turn/attach.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { recoverTurns } from '../../lib/turn/recover-turns.ts'
import { wordsOnDisk } from '../setup/bytes-on-disk.ts'
import { useDatabase } from '../setup/database.ts'
import { lockDatabase } from '../setup/locked-database.ts'
import { bytesOf } from '../setup/sample-files.ts'
import { claudeThinkingTool, haiku } from '../wire/fixtures/anthropic.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { noTool, question, stepOf } from './fixture-turn.ts'
import { readUntil } from './read-until.ts'

const gemini = { model: 'google/gemini-3-flash-preview' }
const openTemporary = () => ConversationDriver.open({ temporary: true })

/** Of question, file, thought, arguments, result, answer, instructions and a second question. */
const words = ['quagmire', 'kestrel', 'thoughtful-mule', '313 *  307', '96091', 'wombat-says', 'larkspur', 'heliotrope']
/** Whole at least once, wherever a page of the database ends. */
const often = (word: string) => `${word} `.repeat(5)

/** A turn with all of it, and one that is stopped in the middle; what of it is on disk while it runs, and after. */
async function converse(driver: ConversationDriver) {
  await driver.script(
    { reasoning: 'A thoughtful-mule thinks.', toolCalls: [{ name: 'calculator', arguments: '{"expression": "313 *  307"}' }] },
    { text: 'The wombat-says so.' },
    { text: 'The wombat-says it again and again.', stall: { after: 6, seconds: 60 } }
  )
  const file = { name: 'kestrel.md', mediaType: 'text/plain' as const, size: null, bytes: bytesOf(often('kestrel')) }
  const fileId = isTemporary(driver.conversationId) ? temporaryId() : undefined
  const { id: attachmentId } = await saveAttachment(localUserId, file, new Date(), fileId)
  const parts = [
    { type: 'text' as const, text: often('quagmire') },
    { type: 'file' as const, attachmentId }
  ]
  const answer = await driver.ask(parts, { ...gemini, systemPrompt: often('larkspur') })
  expect(textOf(answer)).toBe('The wombat-says so.')
  const { assistantMessageId, stream } = await driver.start(often('heliotrope'), gemini)
  await readUntil(stream, 'agai')
  const meanwhile = wordsOnDisk(words)
  await stopTurn(localUserId, assistantMessageId)
  return { meanwhile, afterwards: wordsOnDisk(words) }
}

describe('a temporary chat', () => {
  useDatabase()

  test('leaves none of its words in any file, while it is written and after; an ordinary one leaves them all', async () => {
    expect(await converse(await openTemporary())).toEqual({ meanwhile: [], afterwards: [] })
    expect(await database().turnEvent.count()).toBe(0)
    expect(await database().message.count()).toBe(0)
    expect(await converse(await ConversationDriver.open())).toEqual({ meanwhile: words, afterwards: words })
  })

  test('sends thought, calls and results back byte for byte, and is on the ledger for what was billed', async () => {
    const driver = await openTemporary()
    const { details, toolCall: call } = claudeThinkingTool
    await driver.script(stepOf(claudeThinkingTool), { text: 'Done.' }, { text: 'Fine.' })
    await driver.ask('Hello', { model: haiku })
    const last = await driver.ask('And now?', { model: haiku })
    const step = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: call.id, type: 'function', function: { name: 'weather', arguments: '{"location": "Oslo"}' } }],
      reasoning_details: details
    }
    const done = { role: 'assistant', content: 'Done.' }
    const messages = [question('Hello', haiku), step, noTool(call.id, 'weather'), done, question('And now?', haiku)]
    expect((await driver.requests()).at(-1)).toEqual(driver.requestFor(messages, haiku))
    const rows = await database().generation.findMany()
    expect(rows.map(({ costState, kind }) => [costState, kind])).toEqual([1, 2, 3].map(() => ['billed', 'chat']))
    const sum = rows.reduce((total, row) => total + (row.costPicoUsd ?? 0n), 0n)
    expect(sum).toBe(await driver.billPicoUsd())
    expect(sum).toBeGreaterThan(0n)
    const [, , ofLast] = rows
    expect(last.metadata).toMatchObject({ status: 'complete', costState: 'billed', costPicoUsd: String(ofLast?.costPicoUsd) })
    expect((await loadConversation(localUserId, driver.conversationId))?.cost).toEqual({ picoUsd: String(sum), pending: 0, unknown: 0 })
    const bill = await readBill(localUserId, driver.conversationId)
    expect(bill.title).toBe(temporaryTitle)
    expect(bill.ledgers[0]?.parts.map(({ part, entries }) => [part, entries.map(({ ordinal }) => ordinal)])).toEqual([['branch', [1, 2]]])
  })

  test('is in no list, has no title written, and is found by nobody else', async () => {
    const driver = await ConversationDriver.open({ temporary: true, titles: true })
    await driver.script({ text: 'Yes.' })
    const answer = await driver.ask('Is it so?', gemini)
    expect((await loadConversation(localUserId, driver.conversationId))?.title).toBe(temporaryTitle)
    expect(await listConversations(localUserId)).toEqual({ conversations: [], nextCursor: null })
    expect(await database().generation.count({ where: { kind: 'title' } })).toBe(0)
    await database().user.create({ data: { id: 'stranger' } })
    expect(await loadConversation('stranger', driver.conversationId)).toBeNull()
    await expect(follow('stranger', answer.id, null)).rejects.toMatchObject({ httpStatus: 404 })
    await expect(stopTurn('stranger', answer.id)).rejects.toMatchObject({ httpStatus: 404 })
    await expect(changeConversation('stranger', driver.conversationId, { deleted: true })).rejects.toMatchObject({ httpStatus: 404 })
    await expect(changeConversation(localUserId, driver.conversationId, { pinned: true })).rejects.toMatchObject({ code: 'temporary_chat' })
    await dropTemporaryChat('stranger', driver.conversationId)
    expect(await loadConversation(localUserId, driver.conversationId)).not.toBeNull()
  })

  test('takes its files with it, but not one that waits in the field of another', async () => {
    const driver = await openTemporary()
    const bytes = bytesOf('kestrel')
    const upload = (now: Date) =>
      saveAttachment(localUserId, { name: 'kestrel.md', mediaType: 'text/plain', size: null, bytes }, now, temporaryId())
    await driver.script({ text: 'Read.' }, { text: 'Read.' })
    const { id: attachmentId } = await upload(new Date())
    const parts = [{ type: 'file' as const, attachmentId }]
    await driver.ask(parts, gemini)
    const first = driver.conversationId
    expect((await upload(new Date(Date.now() + 1000))).id).toBe(attachmentId)
    await dropTemporaryChat(localUserId, first)
    driver.moveTo(temporaryId(), null)
    expect(textOf(await driver.ask(parts, gemini))).toBe('Read.')
    await purgeTemporaryChats(new Date(Date.now() + 25 * 60 * 60 * 1000))
    expect(await chatDatabase(first).attachment.count()).toBe(0)

    await upload(new Date())
    await expect(driver.ask(parts, gemini)).rejects.toMatchObject({ httpStatus: 404 })
  })

  test('has its answer, its step and what was billed, though the database was locked when its id came', async () => {
    const driver = await openTemporary()
    await driver.script({ text: 'Yes.', delayMs: 55_000 }, { text: 'Fine.' })
    const { assistantMessageId, stream } = await driver.start('Is it so?', gemini)
    await lockDatabase(() => driver.release())
    expect(await new Response(stream).text()).toContain('"status":"complete"')
    const [row] = await driver.ledger(assistantMessageId)
    expect(row).toMatchObject({ costState: 'billed', openRouterId: expect.any(String) })
    await driver.ask('And now?', gemini)
    const messages = [question('Is it so?', gemini.model), { role: 'assistant', content: 'Yes.' }, question('And now?', gemini.model)]
    expect((await driver.requests()).at(-1)).toEqual(driver.requestFor(messages, gemini.model))
  })

  test('is re-attached to in the middle, stopped, asked again, and marks what is thrown away', async () => {
    const driver = await openTemporary()
    const settings = { model: 'openai/gpt-4o' }
    await driver.script({ text: 'One two three four five six.', stall: { after: 3, seconds: 60 } }, { text: 'Seven.' })
    const { assistantMessageId, stream } = await driver.start('Count.', settings)
    await readUntil(stream, 'thre')
    expect((await loadConversation(localUserId, driver.conversationId))?.messages.at(-1)?.metadata?.status).toBe('streaming')
    const again = await follow(localUserId, assistantMessageId, null)
    if (!again) throw new Error('Nothing to follow')
    await readUntil(again, 'One two thre')
    const stopped = await stopTurn(localUserId, assistantMessageId)
    expect(textOf(stopped)).toBe('One two thre')
    expect(stopped.metadata).toMatchObject({ status: 'stopped', costState: 'pending' })
    const later = await driver.askAgain(stopped, settings)
    expect(textOf(later)).toBe('Seven.')
    await untilBilled(driver, stopped)
    const [first] = await driver.ledger(stopped.id)
    expect((await driver.message(stopped.id)).metadata?.costPicoUsd).toBe(String(first?.costPicoUsd))
    expect([first?.discarded, (await driver.ledger(later.id))[0]?.discarded]).toEqual([true, false])
    await changeConversation(localUserId, driver.conversationId, { selectedLeafId: stopped.id })
    expect([(await driver.ledger(stopped.id))[0]?.discarded, (await driver.ledger(later.id))[0]?.discarded]).toEqual([false, true])
    const parts = (await readBill(localUserId, driver.conversationId)).ledgers[0]?.parts
    expect(parts?.map(({ part, entries }) => [part, entries[0]?.messageId])).toEqual([
      ['branch', stopped.id],
      ['others', later.id]
    ])
  })

  test('is gone after a restart; an answer that was running is on the ledger, and not for ever open', async () => {
    const step: ScriptStep = { text: 'The wombat-says so.', tokenCharacters: 10, stall: { after: 1, seconds: 60 } }
    const script = path.resolve(import.meta.dirname, 'turn-to-kill.ts')
    const child = spawn(process.execPath, ['--conditions=react-server', script, JSON.stringify([step]), 'temporary'], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let shown = ''
    for await (const bytes of child.stdout) {
      shown += String(bytes)
      if (shown.includes('The wombat')) child.kill('SIGKILL')
    }
    expect(shown).toContain('The wombat')
    expect(wordsOnDisk(['The wombat', 'Go.'])).toEqual([])
    expect(await recoverTurns(new Date())).toBe(0)
    expect(wordsOnDisk(['The wombat', 'Go.'])).toEqual([])
    const [row] = await database().generation.findMany()
    expect(row).toMatchObject({ costState: 'pending', openRouterId: expect.any(String), nextLookupAt: expect.any(Date) })
    // The upstream that knew of it has died with the process.
    for (let day = 1; day <= 12; day++) await reconcileDue(new Date(Date.now() + day * 24 * 60 * 60 * 1000))
    expect((await database().generation.findMany())[0]).toMatchObject({ costState: 'unknown', nextLookupAt: null })
    expect(await loadConversation(localUserId, row?.conversationId ?? '')).toBeNull()
  })
})

async function untilBilled(driver: ConversationDriver, { id }: ChatMessage): Promise<void> {
  await expect
    .poll(async () => {
      await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
      return (await driver.message(id)).metadata?.costState
    })
    .toBe('billed')
}
