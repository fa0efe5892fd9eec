/** Promises S3 and S5: what may be uploaded, who gets it back and how, and when it goes. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GET as download } from '../../app/api/attachments/[attachmentId]/route.ts'
import { POST as upload } from '../../app/api/attachments/route.ts'
import { POST as chat } from '../../app/api/chat/route.ts'
import { GET as readConversation } from '../../app/api/conversations/[conversationId]/route.ts'
import { GET as list } from '../../app/api/conversations/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { purgeAttachments } from '../../lib/db/attachments.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { bytesOf, mp3, pdf, png, pngHeader, wav } from '../setup/sample-files.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'

const none = { params: Promise.resolve({}) }
const limit = 10 * 1024 * 1024

function post(bytes: Uint8Array<ArrayBuffer>, contentType: string | null = 'image/png', query = '?name=a.png'): Promise<Response> {
  const headers = contentType === null ? {} : { 'content-type': contentType }
  return upload(new Request(`http://127.0.0.1:3000/api/attachments${query}`, { method: 'POST', headers, body: bytes }), none)
}

const uploaded = z.strictObject({ id: z.uuid(), name: z.string(), mediaType: z.string(), sizeBytes: z.number() })

async function give(bytes: Uint8Array<ArrayBuffer>, contentType?: string, name = 'a.png') {
  const response = await post(bytes, contentType, `?name=${encodeURIComponent(name)}`)
  expect(response.status, await response.clone().text()).toBe(201)
  return uploaded.parse(await response.json())
}

function get(id: string, headers: Record<string, string> = {}): Promise<Response> {
  return download(new Request(`http://127.0.0.1:3000/api/attachments/${id}`, { headers }), {
    params: Promise.resolve({ attachmentId: id })
  })
}

const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 60 * 60 * 1000)

/** Exactly as many bytes, a PNG by its beginning. */
function pngOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  bytes.set(png())
  return bytes
}

describe('uploads', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test.each([
    ['image/png', png(), 'image/png', 'a.png'],
    ['image/jpg; charset=binary', bytesOf([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0]), 'image/jpeg', 'b.jpg'],
    ['application/pdf', pdf(), 'application/pdf', 'invoice.pdf'],
    ['audio/x-wav', wav(), 'audio/wav', 'c.wav'],
    ['audio/mp3', mp3(), 'audio/mpeg', 'd.mp3'],
    ['text/plain; charset=utf-8', bytesOf('<svg onload="alert(1)"/>'), 'text/plain', 'e.svg']
  ])('%s is taken and comes back the same', async (claimed, bytes, mediaType, name) => {
    const file = await give(bytes, claimed, name)
    expect(file).toEqual({ id: expect.any(String), name, mediaType, sizeBytes: bytes.length })
    const response = await get(file.id)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'private, no-cache',
      'content-disposition': `${mediaType.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-length': String(bytes.length),
      'content-type': mediaType,
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
      'x-request-id': expect.any(String)
    })
  })

  const html = bytesOf('<!doctype html><script>canary</script>')
  const bad: [string, Uint8Array<ArrayBuffer>, string | null, string, number, string][] = [
    ['nothing', bytesOf(''), 'image/png', '?name=a.png', 400, 'invalid_request'],
    ['10 MiB and a byte', pngOf(limit + 1), 'image/png', '?name=a.png', 413, 'too_large'],
    ['no type', png(), null, '?name=a.png', 415, 'unsupported_media_type'],
    ['a type that is not taken', bytesOf('<svg/>'), 'image/svg+xml', '?name=a.svg', 415, 'unsupported_media_type'],
    ['a form', png(), 'multipart/form-data; boundary=x', '?name=a.png', 415, 'unsupported_media_type'],
    ['JSON', bytesOf('{"canary":1}'), 'application/json', '?name=a.png', 415, 'unsupported_media_type'],
    ['text as PDF', bytesOf('canary'), 'application/pdf', '?name=a.pdf', 415, 'unsupported_media_type'],
    ['PNG as text', png(), 'text/plain', '?name=a.txt', 415, 'unsupported_media_type'],
    ['HTML as PNG', html, 'image/png', '?name=a.png', 415, 'unsupported_media_type'],
    ['SVG as PNG', bytesOf('<svg onload="canary"/>'), 'image/png', '?name=a.png', 415, 'unsupported_media_type'],
    ['PNG as JPEG', png(), 'image/jpeg', '?name=a.jpg', 415, 'unsupported_media_type'],
    ['PDF as audio', pdf(), 'audio/wav', '?name=a.wav', 415, 'unsupported_media_type'],
    ['script in a GIF that is none', bytesOf('GIF89a', [0, 0, 0, 0], '=canary'), 'image/gif', '?name=a.gif', 415, 'unsupported_media_type'],
    ['half a PNG', png().slice(0, 18), 'image/png', '?name=a.png', 415, 'unsupported_media_type'],
    ['2.5 billion pixels', pngHeader(50_000, 50_000), 'image/png', '?name=a.png', 413, 'too_large'],
    ['no name', png(), 'image/png', '', 400, 'invalid_request'],
    ['an empty name', png(), 'image/png', '?name=', 400, 'invalid_request'],
    ['a name of blanks', png(), 'image/png', '?name=%20%20', 400, 'invalid_request'],
    ['a name of 4 KB', png(), 'image/png', `?name=canary${'a'.repeat(4096)}`, 400, 'invalid_request'],
    ['a name with NUL', png(), 'image/png', '?name=canary%00.png', 400, 'invalid_request'],
    ['a name with a header in it', png(), 'image/png', '?name=canary%0D%0ASet-Cookie:a', 400, 'invalid_request'],
    ['a name written backwards', png(), 'image/png', '?name=canary%E2%80%AEgnp.exe', 400, 'invalid_request']
  ]

  test.each(bad)('%s is refused, and nothing is stored', async (_name, bytes, claimed, query, status, code) => {
    const response = await post(bytes, claimed, query)
    const text = await response.text()
    expect(response.status, text).toBe(status)
    expect(JSON.parse(text)).toEqual({
      error: { code, message: expect.any(String), requestId: expect.any(String), retryable: false }
    })
    expect(text).not.toContain('canary')
    expect(await database().attachment.count()).toBe(0)
  })

  test('a question that shows one file many times, each of which would be sent, is refused, and nothing is stored', async () => {
    const { id: attachmentId } = await give(png())
    const body = {
      trigger: 'submit-message',
      conversationId: uuidv7(),
      parentId: null,
      assistantMessageId: uuidv7(),
      message: { id: uuidv7(), parts: Array.from({ length: 20 }, () => ({ type: 'file', attachmentId })) },
      settings: { model: 'google/gemini-3-flash-preview' }
    }
    const headers = { 'content-type': 'application/json' }
    const response = await chat(
      new Request('http://127.0.0.1:3000/api/chat', { method: 'POST', headers, body: JSON.stringify(body) }),
      none
    )
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('message.parts: must not show a file twice')
    expect(await database().message.count()).toBe(0)
  })

  test('10 MiB are taken, and seen without their bytes everywhere but in one place', async () => {
    const file = await give(pngOf(limit))
    expect(file.sizeBytes).toBe(limit)
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Seen.' })
    await driver.ask([{ type: 'file', attachmentId: file.id }], { model: 'google/gemini-3-flash-preview' })
    const answers = [
      await list(new Request('http://127.0.0.1:3000/api/conversations'), none),
      await readConversation(new Request('http://127.0.0.1:3000/api'), {
        params: Promise.resolve({ conversationId: driver.conversationId })
      })
    ]
    for (const answer of answers) expect((await answer.text()).length).toBeLessThan(5000)
    expect(await database().attachment.findFirst({ select: { width: true, height: true } })).toEqual({ width: 3, height: 2 })
  })

  test('hostile names are data: kept as they are, encoded in the header', async () => {
    const names = ['../../etc/passwd', 'C:\\con', '.htaccess', '"; filename=x.html', "it's (1)*.png", '🦜 Ünïcode.png', '%00', 'a;b,c=d']
    for (const name of names) {
      const { id, name: kept } = await give(png(), 'image/png', name)
      expect(kept).toBe(name)
      const disposition = (await get(id)).headers.get('content-disposition') ?? ''
      expect(disposition).toMatch(/^inline; filename\*=UTF-8''[A-Za-z0-9!_.~%-]+$/)
      expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(name)
    }
  })

  test('the same bytes under the same name are one row, under another name or of another user they are not', async () => {
    const [first, again] = await Promise.all([give(png()), give(png())])
    expect(again).toEqual(first)
    expect((await give(png(), 'image/png', 'b.png')).id).not.toBe(first.id)
    expect((await give(png(3, 2, 9))).id).not.toBe(first.id)
    expect(await database().attachment.count()).toBe(3)
  })

  test('an upload that breaks off leaves nothing', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(png())
        controller.error(new Error('gone'))
      }
    })
    const headers = { 'content-type': 'image/png' }
    const request = new Request('http://127.0.0.1:3000/api/attachments?name=a.png', {
      method: 'POST',
      headers,
      body,
      duplex: 'half'
    } as RequestInit)
    expect((await upload(request, none)).status).toBe(400)
    expect(await database().attachment.count()).toBe(0)
  })
})

describe('downloads', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test("another user's file, one that is gone and one that never was look the same", async () => {
    await database().user.create({ data: { id: 'stranger' } })
    const bytes = png()
    const theirs = { userId: 'stranger', name: 'a', mediaType: 'image/png', sizeBytes: bytes.length, sha256: 'x', bytes }
    const { id } = await database().attachment.create({ data: { id: uuidv7(), ...theirs } })
    for (const unknown of [id, uuidv7(), '..%2f..', "' OR 1=1 --"]) {
      const response = await get(unknown, { 'if-none-match': `"${'0'.repeat(64)}"` })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: 'not_found', message: 'No such attachment.' } })
    }
  })

  test('who has it already is told so, and is sent nothing', async () => {
    const { id } = await give(png())
    const etag = (await get(id)).headers.get('etag') ?? ''
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const response = await get(id, { 'if-none-match': known })
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await get(id, { 'if-none-match': `"${'0'.repeat(64)}"` })).status).toBe(200)
  })
})

describe('what is not shown any more', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('a file that no message shows goes after 30 days, counted from its last upload', async () => {
    const { id } = await give(png())
    expect(await purgeAttachments(hoursFromNow(30 * 24 - 0.1))).toBe(0)
    await database().attachment.update({ where: { id }, data: { createdAt: hoursFromNow(0.1 - 30 * 24) } })
    await give(png())
    expect(await purgeAttachments(hoursFromNow(0.2))).toBe(0)
    expect(await purgeAttachments(hoursFromNow(30 * 24 + 0.1))).toBe(1)
    expect((await get(id)).status).toBe(404)
  })

  test('a file goes with its conversation, unless another one shows it', async () => {
    const both = await give(png())
    const one = await give(pdf(), 'application/pdf', 'a.pdf')
    const second = await ConversationDriver.open()
    const first = await ConversationDriver.open()
    const model = { model: 'google/gemini-3-flash-preview' }
    await first.script({ text: 'One.' }, { text: 'Two.' })
    await first.ask(
      [both, one].map(({ id }) => ({ type: 'file' as const, attachmentId: id })),
      model
    )
    await second.ask([{ type: 'file', attachmentId: both.id }], model)
    expect(await purgeAttachments(hoursFromNow(1000))).toBe(0)
    await changeConversation(localUserId, first.conversationId, { deleted: true })
    expect(await purgeAttachments(hoursFromNow(1000)), 'it can still be brought back').toBe(0)
    await purgeDeletedConversations(hoursFromNow(25))
    expect(await purgeAttachments(hoursFromNow(1000))).toBe(1)
    expect([(await get(one.id)).status, (await get(both.id)).status]).toEqual([404, 200])
    await database().conversation.deleteMany()
    expect(await purgeAttachments(hoursFromNow(1000))).toBe(1)
  })
})
