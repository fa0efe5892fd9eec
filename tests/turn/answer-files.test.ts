/** D59, D60, D61 and promise B1: annotations, sources and images of answers, as shown, as stored, and in the next request. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { saveAttachment } from '../../lib/db/attachments.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { recoverTurns } from '../../lib/turn/recover-turns.ts'
import { useDatabase } from '../setup/database.ts'
import { bytesOf, dataUrl, pdf, png, pngHeader } from '../setup/sample-files.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

const gemini = { model: 'google/gemini-3-flash-preview' }

const text = (words: string) => ({ type: 'text' as const, text: words })

describe('answers with annotations', () => {
  useDatabase()

  test('D59 what was parsed of a PDF goes back on the assistant message; a citation without a title breaks nothing', async () => {
    const driver = await ConversationDriver.open()
    const parsed = {
      type: 'file',
      file: { hash: 'ab'.repeat(32), name: 'b.pdf', content: [text('<file name="b.pdf">'), text('Total 128.50'), text('</file>')] }
    }
    const untitled = { type: 'url_citation', url_citation: { url: 'https://example.org/', title: null, start_index: 0, end_index: 0 } }
    await driver.script({ annotations: [parsed, untitled], text: '128.50 EUR.' }, { text: 'No.' })
    await ensureUser(localUserId)
    const { id } = await saveAttachment(localUserId, { name: 'b.pdf', mediaType: 'application/pdf', size: null, bytes: pdf() }, new Date())
    const question = [text('Total?'), { type: 'file' as const, attachmentId: id }]
    const answer = await driver.ask(question, gemini)
    expect(driver.chunks).toMatchObject([
      { type: 'start' },
      { type: 'start-step' },
      { type: 'message-metadata' },
      { type: 'source-url', sourceId: '0.s0', url: 'https://example.org/' },
      { type: 'text-start' },
      ...driver.chunks.filter(chunk => chunk.type === 'text-delta'),
      { type: 'text-end' },
      { type: 'finish-step' },
      { type: 'message-metadata' },
      { type: 'finish' }
    ])
    expect(driver.chunks.find(chunk => chunk.type === 'source-url')).not.toHaveProperty('title')
    const wire = { role: 'assistant', content: '128.50 EUR.', annotations: [parsed, untitled] }
    expect(await driver.wires(answer.id)).toEqual([wire])
    await driver.ask('Paid?', gemini)
    const [first, next] = await driver.requests()
    expect(next).toEqual({ ...first, messages: [...(first?.messages ?? []), wire, { role: 'user', content: 'Paid?' }] })
    expect(await driver.violations()).toEqual([])
  })

  test('D59 what was parsed before a failure goes back with the words that came', async () => {
    const driver = await ConversationDriver.open()
    const parsed = { type: 'file', file: { hash: 'cd'.repeat(32), name: 'b.pdf', content: [text('Total 128.50')] } }
    await driver.script(
      { text: 'Hello world', error: { kind: 'E1', after: 1, code: 502, metadata: { file_annotations: [parsed] } } },
      { text: 'No.' }
    )
    const failed = await driver.ask('Total?', gemini)
    expect(failed.metadata?.status).toBe('failed')
    const wire = { role: 'assistant', content: 'Hell', annotations: [parsed] }
    expect(await driver.wires(failed.id)).toEqual([wire])
    await driver.ask('Paid?', gemini)
    const [first, next] = await driver.requests()
    expect(next).toEqual({ ...first, messages: [...(first?.messages ?? []), wire, { role: 'user', content: 'Paid?' }] })
  })

  test('D61 five sources are shown, the text is whole, and the search is paid for', async () => {
    const driver = await ConversationDriver.open()
    const sources = [1, 2, 3, 4, 5].map(page => ({ url: `https://example.org/${page}`, title: `Page ${page}` }))
    await driver.script({
      annotations: sources.map(source => ({
        type: 'url_citation',
        url_citation: { ...source, start_index: 0, end_index: 0, content: `# ${source.title}\n\nIts beginning…` }
      })),
      text: 'It has 19265 stars [1].',
      cost: 0.00765,
      upstreamCost: 0.00065
    })
    const answer = await driver.ask('How many stars?', { model: 'deepseek/deepseek-chat' })
    expect(answer.parts).toEqual([
      { type: 'step-start' },
      ...sources.map((source, index) => ({ type: 'source-url', sourceId: `0.s${index}`, ...source })),
      { type: 'text', text: 'It has 19265 stars [1].', state: 'done' }
    ])
    expect(answer.metadata).toMatchObject({ status: 'complete', costState: 'billed', costPicoUsd: '7650000000' })
    expect(await driver.billPicoUsd()).toBe(7_650_000_000n)
    expect((await driver.wires(answer.id))[0]?.annotations).toHaveLength(5)
  })
})

const imageOf = (url: string, index = 0) => ({ type: 'image_url', image_url: { url }, index })

describe('answers with images', () => {
  useDatabase()

  test('D60 a generated image is a stored file: no base64 in the message, the step, the journal or the next request', async () => {
    const driver = await ConversationDriver.open()
    const picture = png(1024, 768)
    await driver.script(
      { images: [imageOf(dataUrl('image/png', picture)), imageOf(dataUrl('image/png', png()), 1)], text: 'Two.' },
      { text: 'Yes.' }
    )
    const answer = await driver.ask('Draw.', gemini)
    const stored = await database().attachment.findMany({ orderBy: { width: 'desc' } })
    expect(stored).toMatchObject([
      { userId: localUserId, name: 'image.png', mediaType: 'image/png', sizeBytes: picture.length, width: 1024, height: 768 },
      { width: 3, height: 2 }
    ])
    expect(new Uint8Array(stored[0]?.bytes ?? [])).toEqual(picture)
    const file = (row: (typeof stored)[number] | undefined) => ({
      type: 'file',
      url: `/api/attachments/${row?.id}`,
      mediaType: 'image/png',
      providerMetadata: { steno: { sizeBytes: row?.sizeBytes, width: row?.width, height: row?.height } }
    })
    expect(driver.chunks.filter(chunk => chunk.type === 'file')).toEqual([file(stored[0]), file(stored[1])])
    expect(answer.parts).toEqual([{ type: 'step-start' }, { type: 'text', text: 'Two.', state: 'done' }, file(stored[0]), file(stored[1])])
    expect(answer.metadata?.status).toBe('complete')
    expect(await driver.wires(answer.id)).toEqual([{ role: 'assistant', content: 'Two.' }])
    await driver.ask('Bigger?', gemini)
    const [first, next] = await driver.requests()
    const messages = [...(first?.messages ?? []), { role: 'assistant', content: 'Two.' }, { role: 'user', content: 'Bigger?' }]
    expect(next).toEqual({ ...first, messages })
    expect(await driver.violations()).toEqual([])
  })

  test('an answer may be an image alone', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ images: [imageOf(dataUrl('image/png', png()))] }, { text: 'Fine.' })
    const answer = await driver.ask('Draw.', gemini)
    expect(answer.metadata?.status).toBe('complete')
    expect(answer.parts.map(part => part.type)).toEqual(['step-start', 'file'])
    expect(textOf(await driver.ask('Thanks.', gemini))).toBe('Fine.')
    expect(await driver.violations()).toEqual([])
  })

  test.each([
    ['no image', dataUrl('image/png', bytesOf('<svg onload="alert(1)"/>')), 'damaged'],
    ['a PDF', dataUrl('image/png', pdf()), 'damaged'],
    ['half a header', dataUrl('image/png', png().slice(0, 18)), 'damaged'],
    ['no base64', 'data:image/png,%89PNG', 'damaged'],
    ['no URL', 'picture', 'damaged'],
    ['a picture that lies elsewhere', 'https://example.org/a.png', 'remote'],
    ['more than 20 MiB', `data:image/png;base64,${'A'.repeat(28_000_000)}`, 'too_large'],
    ['2.5 billion pixels', dataUrl('image/png', pngHeader(50_000, 50_000)), 'too_large']
  ])('%s is a note in its place, and the answer goes on', async (_name, url, problem) => {
    const driver = await ConversationDriver.open()
    await driver.script({ images: [imageOf(url)], text: 'Here.' })
    const answer = await driver.ask('Draw.', gemini)
    expect(answer.metadata?.status).toBe('complete')
    expect(answer.parts.slice(1)).toEqual([
      { type: 'text', text: 'Here.', state: 'done' },
      { type: 'file', url: '', mediaType: 'image/png', providerMetadata: { steno: { problem } } }
    ])
    expect(await database().attachment.count()).toBe(0)
  })

  test('20 MiB are kept whole', async () => {
    const picture = new Uint8Array(20 * 1024 * 1024)
    picture.set(png())
    const driver = await ConversationDriver.open()
    await driver.script({ images: [imageOf(dataUrl('image/png', picture))] })
    expect((await driver.ask('Draw.', gemini)).metadata?.status).toBe('complete')
    const [stored] = await database().attachment.findMany()
    expect(Buffer.compare(picture, stored?.bytes ?? new Uint8Array())).toBe(0)
  })

  test('a damaged image alone is no answer', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ images: [imageOf('data:image/png;base64,AAAA')] })
    expect((await driver.ask('Draw.', gemini)).metadata).toMatchObject({ status: 'failed', failure: { code: 'empty_response' } })
  })

  test('B1 an image that a reader was shown outlives kill -9 at once', async () => {
    const step: ScriptStep = {
      text: 'Look.',
      images: [imageOf(dataUrl('image/png', png()))],
      toolCalls: [{ name: 'current_time', arguments: '{}' }],
      stall: { at: 'arguments', after: 0, seconds: 60 }
    }
    const script = path.resolve(import.meta.dirname, 'turn-to-kill.ts')
    const child = spawn(process.execPath, ['--conditions=react-server', script, JSON.stringify([step])], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    let shown = ''
    for await (const bytes of child.stdout) {
      shown += String(bytes)
      if (shown.includes('"type":"file"')) child.kill('SIGKILL')
    }
    expect(await recoverTurns(new Date())).toBe(1)
    const [attachment] = await database().attachment.findMany()
    const [message] = await database().message.findMany({ where: { role: 'assistant' }, include: { steps: true } })
    const url = `/api/attachments/${attachment?.id}`
    expect(shown).toContain(url)
    expect(message?.status).toBe('interrupted')
    expect(JSON.parse(message?.parts ?? '')).toMatchObject([{ type: 'step-start' }, { type: 'text', text: 'Look.' }, { type: 'file', url }])
    expect(message?.steps.map(({ wire }) => JSON.parse(wire))).toEqual([{ role: 'assistant', content: 'Look.' }])
    expect(new Uint8Array(attachment?.bytes ?? [])).toEqual(png())
    expect(await database().messageAttachment.findMany()).toEqual([
      { messageId: message?.id, attachmentId: attachment?.id, conversationId: message?.conversationId }
    ])
  })
})
