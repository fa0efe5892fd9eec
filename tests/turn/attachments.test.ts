/** Promises B7 and S3: questions with files, as they are stored and in this and every later request. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { MediaType } from '../../lib/chat/media-type.ts'
import { saveAttachment } from '../../lib/db/attachments.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { createBudget } from '../../lib/turn/budget-list.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { base64, bytesOf, dataUrl, mp3, pdf, png, wav } from '../setup/sample-files.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

/** Reads everything, and gets no cache marks that would stand in the way of comparing bodies. */
const gemini = { model: 'google/gemini-3-flash-preview' }

async function give(name: string, mediaType: MediaType, bytes: Uint8Array<ArrayBuffer>) {
  const size = mediaType === 'image/png' ? { width: 3, height: 2 } : null
  const { id } = await saveAttachment(localUserId, { name, mediaType, size, bytes }, new Date())
  return { type: 'file' as const, attachmentId: id }
}

const text = (words: string) => ({ type: 'text' as const, text: words })

async function rowCounts(): Promise<number[]> {
  return Promise.all([
    database().conversation.count(),
    database().message.count(),
    database().generation.count(),
    database().messageAttachment.count()
  ])
}

describe('questions with files', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('image, PDF, audio and text go out in the order in which they were asked, and again with every later turn, byte for byte', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'A picture.' }, { text: 'As I said.' })
    const image = await give('a.png', 'image/png', png())
    const parts = [
      text('Look:'),
      image,
      text('and read:'),
      await give('b.pdf', 'application/pdf', pdf()),
      await give('c.wav', 'audio/wav', wav()),
      await give('d.mp3', 'audio/mpeg', mp3()),
      await give('e.md', 'text/plain', new TextEncoder().encode('\ufeffGrüße 🦜\r\n````sh\nls\n````\n')),
      await give('f.ts', 'text/plain', bytesOf('let a'))
    ]
    await driver.ask(parts, gemini)
    await driver.ask('Again?', gemini)
    const content = [
      { type: 'text', text: 'Look:' },
      { type: 'image_url', image_url: { url: dataUrl('image/png', png()) } },
      { type: 'text', text: 'and read:' },
      { type: 'file', file: { filename: 'b.pdf', file_data: dataUrl('application/pdf', pdf()) } },
      { type: 'input_audio', input_audio: { data: base64(wav()), format: 'wav' } },
      { type: 'input_audio', input_audio: { data: base64(mp3()), format: 'mp3' } },
      { type: 'text', text: 'e.md\n`````\n\ufeffGrüße 🦜\r\n````sh\nls\n````\n`````' },
      { type: 'text', text: 'f.ts\n```\nlet a\n```' }
    ]
    const body = { ...gemini, stream: true, session_id: driver.conversationId, tools: expect.any(Array) }
    expect(await driver.requests()).toEqual([
      { ...body, messages: [{ role: 'user', content }] },
      {
        ...body,
        messages: [
          { role: 'user', content },
          { role: 'assistant', content: 'A picture.' },
          { role: 'user', content: 'Again?' }
        ]
      }
    ])
    expect(await driver.violations()).toEqual([])
    const [question] = await database().message.findMany({ orderBy: { createdAt: 'asc' } })
    expect(JSON.parse(question?.parts ?? '')).toEqual([
      text('Look:'),
      {
        type: 'file',
        mediaType: 'image/png',
        filename: 'a.png',
        url: `/api/attachments/${image.attachmentId}`,
        providerMetadata: { steno: { sizeBytes: png().length, width: 3, height: 2 } }
      },
      text('and read:'),
      expect.objectContaining({ filename: 'b.pdf', mediaType: 'application/pdf' }),
      expect.objectContaining({ filename: 'c.wav', mediaType: 'audio/wav' }),
      expect.objectContaining({ filename: 'd.mp3', mediaType: 'audio/mpeg' }),
      expect.objectContaining({ filename: 'e.md', mediaType: 'text/plain' }),
      expect.objectContaining({ filename: 'f.ts', mediaType: 'text/plain' })
    ])
  })

  test('a budget holds for a text what all of it costs to read', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    // A million tokens at $0.50.
    const long = await give('a.csv', 'text/plain', new Uint8Array(4_000_000).fill(49))
    await createBudget(localUserId, { scope: 'day', action: 'stop', limitPicoUsd: '400000000000' })
    await expect(driver.ask([long], gemini)).rejects.toMatchObject({ code: 'budget_reached' })
    expect(await driver.requests()).toEqual([])
  })

  test('a question may be files alone; they name the conversation', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Nice.' }, { text: 'Nice again.' })
    await driver.ask([await give('holiday.png', 'image/png', png()), await give('bill.pdf', 'application/pdf', pdf())], gemini)
    const [{ title, selectedLeafId } = {}] = await database().conversation.findMany()
    expect(title).toBe('holiday.png, bill.pdf')
    const question = await database().message.findUnique({ where: { id: selectedLeafId ?? '' }, select: { parentId: true } })
    const stream = await startTurn(localUserId, {
      trigger: 'regenerate-message',
      conversationId: driver.conversationId,
      parentId: question?.parentId ?? '',
      assistantMessageId: uuidv7(),
      settings: gemini
    })
    expect(await new Response(stream).text()).toContain('Nice again.')
    const [first, again] = await driver.requests()
    expect(again?.messages).toEqual(first?.messages)
    expect(await driver.violations()).toEqual([])
  })

  test('the marks of a prompt cache stand on text, and do not make the files other ones', async () => {
    const driver = await ConversationDriver.open()
    const image = await give('a.png', 'image/png', png())
    await driver.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' })
    await driver.ask([image, text('What is it?')])
    await driver.ask([image])
    await driver.ask('And now?')
    const [, , last] = await driver.requests()
    const image_url = { url: dataUrl('image/png', png()) }
    expect(last?.messages).toEqual([
      { role: 'user', content: [{ type: 'image_url', image_url }, text('What is it?')] },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: [{ type: 'image_url', image_url }] },
      { role: 'assistant', content: 'Two.' },
      { role: 'user', content: [{ ...text('And now?'), cache_control: { type: 'ephemeral' } }] }
    ])
    expect(await driver.violations()).toEqual([])
  })

  test('what is not on the branch is not read', async () => {
    const driver = await ConversationDriver.open()
    const [onBranch, beside] = [await give('a.png', 'image/png', png()), await give('b.png', 'image/png', png(3, 2, 7))]
    await driver.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' })
    await driver.ask([beside], gemini)
    const ask = (parentId: string | null, question: (typeof onBranch | ReturnType<typeof text>)[]) => {
      const assistantMessageId = uuidv7()
      const request = { conversationId: driver.conversationId, parentId, assistantMessageId, settings: gemini }
      return startTurn(localUserId, { trigger: 'submit-message', ...request, message: { id: uuidv7(), parts: question } }).then(
        async stream => {
          await new Response(stream).text()
          return assistantMessageId
        }
      )
    }
    const answer = await ask(null, [onBranch])
    // Bytes that cannot be had any more would end a turn that wants them.
    await database().attachment.delete({ where: { id: beside.attachmentId } })
    const last = await ask(answer, [text('More?')])
    expect((await driver.message(last)).metadata?.status).toBe('complete')
    expect(JSON.stringify((await driver.requests()).at(-1))).not.toContain(base64(png(3, 2, 7)))
  })

  test("an unknown file and another user's are not found, and nothing is written", async () => {
    await database().user.create({ data: { id: 'stranger' } })
    const theirs = await saveAttachment('stranger', { name: 'a', mediaType: 'image/png', size: null, bytes: png() }, new Date())
    const mine = await give('a.png', 'image/png', png())
    const driver = await ConversationDriver.open()
    for (const attachmentId of [uuidv7(), theirs.id]) {
      await expect(driver.ask([text('Look:'), mine, { type: 'file', attachmentId }], gemini)).rejects.toMatchObject({
        httpStatus: 404,
        code: 'not_found'
      })
    }
    expect(await rowCounts()).toEqual([0, 0, 0, 0])
    expect(await driver.requests()).toEqual([])
  })

  test('a model that cannot read a file is named before anything is written; one that nobody knows is sent it', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    const image = await give('a.png', 'image/png', png())
    const sound = await give('c.wav', 'audio/wav', wav())
    await expect(driver.ask([image], { model: 'openai/gpt-oss-120b' })).rejects.toMatchObject({
      httpStatus: 422,
      code: 'unsupported_input',
      message: 'openai/gpt-oss-120b cannot read images.'
    })
    await expect(driver.ask([sound], { model: 'openai/gpt-5-mini' })).rejects.toMatchObject({
      message: 'openai/gpt-5-mini cannot read audio.'
    })
    expect(await rowCounts()).toEqual([0, 0, 0, 0])
    await driver.script({ text: 'Seen.' }, { text: 'Read.' })
    expect(textOf(await driver.ask([image], { model: 'acme/unknown' }))).toBe('Seen.')
    const before = await rowCounts()
    await expect(driver.ask('And now?', { model: 'openai/gpt-oss-120b' }), 'the branch holds an image').rejects.toMatchObject({
      code: 'unsupported_input'
    })
    expect(await rowCounts()).toEqual(before)
    expect(await driver.violations()).toEqual([])
  })

  test('a PDF goes to any model: OpenRouter reads it out to those that cannot', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    await driver.script({ text: 'Read.' })
    const answer = await driver.ask([await give('b.pdf', 'application/pdf', pdf())], { model: 'openai/gpt-oss-120b' })
    expect(textOf(answer)).toBe('Read.')
    expect(await driver.violations()).toEqual([])
  })

  test('more than 40 MiB on one branch are refused before anything is written', async () => {
    const driver = await ConversationDriver.open()
    const files = [1, 2, 3, 4, 5].map(shade => ({ id: uuidv7(), sha256: String(shade), sizeBytes: 8.5 * 1024 * 1024 }))
    const common = { userId: localUserId, name: 'a', mediaType: 'application/pdf', bytes: pdf() }
    await database().attachment.createMany({ data: files.map(file => ({ ...common, ...file })) })
    const parts = files.map(({ id }) => ({ type: 'file' as const, attachmentId: id }))
    await expect(driver.ask(parts, gemini)).rejects.toMatchObject({ httpStatus: 413, code: 'too_large' })
    expect(await rowCounts()).toEqual([0, 0, 0, 0])
    await driver.script({ text: 'Fine.' })
    await driver.ask(parts.slice(0, 4), gemini)
    await expect(driver.ask(parts.slice(4), gemini)).rejects.toMatchObject({ httpStatus: 413 })
  })

  test('a file that is purged between the look at it and the question is not found, and nothing is written', async () => {
    const driver = await ConversationDriver.open()
    const image = await give('a.png', 'image/png', png())
    await database()
      .$executeRaw`CREATE TRIGGER "purge" BEFORE INSERT ON "MessageAttachment" BEGIN DELETE FROM "Attachment" WHERE "id" = NEW."attachmentId"; END`
    await expect(driver.ask([text('Look:'), image], gemini)).rejects.toMatchObject({ code: 'not_found', httpStatus: 404 })
    expect(await rowCounts()).toEqual([0, 0, 0, 0])
    await database().$executeRaw`DROP TRIGGER "purge"`
  })

  test('a substitute that cannot read what is sent is left out of the request', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    await driver.script({ text: 'A picture.' }, { text: 'Words.' })
    const settings = { ...gemini, fallbackModels: ['deepseek/deepseek-v4-flash', 'openai/gpt-5-mini'] }
    await driver.ask('Say:', settings)
    await driver.ask([text('Look:'), await give('a.png', 'image/png', png())], settings)
    expect((await driver.requests()).map(request => request.models)).toEqual([settings.fallbackModels, ['openai/gpt-5-mini']])
  })
})
