/** What a second tab is told and shown: changes, a deletion in mid-answer, and what a reader that is too slow missed. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { GET as streamOf } from '../../app/api/chat/[messageId]/stream/route.ts'
import { PATCH as change, GET as read, DELETE as remove } from '../../app/api/conversations/[conversationId]/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { UserEvent } from '../../lib/chat/events.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { hub } from '../../lib/turn/hub.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { readUntil } from '../turn/read-until.ts'

const address = 'http://127.0.0.1:3000/api'
const patch = (body: object) =>
  new Request(address, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const of = (conversationId: string) => ({ params: Promise.resolve({ conversationId }) })
const stream = (messageId: string, after: number) =>
  streamOf(new Request(`${address}?after=${after}`), { params: Promise.resolve({ messageId }) })

describe('another tab', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('is told of a title, of a deletion, and that it was taken back', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Yes.' })
    await driver.ask('Is it so?')
    const told: UserEvent[] = []
    onTestFinished(hub().listen(localUserId, event => told.push(event)))
    const changes = [
      () => change(patch({ title: 'Orchard' }), of(driver.conversationId)),
      () => remove(new Request(address, { method: 'DELETE' }), of(driver.conversationId)),
      () => change(patch({ deleted: false }), of(driver.conversationId))
    ]
    for (const [index, make] of changes.entries()) {
      expect((await make()).ok).toBe(true)
      expect(told[index]).toEqual({
        type: 'conversation',
        conversationId: driver.conversationId,
        ...[{}, { deleted: true }, { deleted: false }][index]
      })
      expect(told).toHaveLength(index + 1)
    }
  })

  test('sees a clean end when the conversation is deleted in mid-answer; upstream is left and the cost still booked', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One two three four five six.', stall: { after: 3, seconds: 60 } })
    const { assistantMessageId, stream: shown } = await driver.start('Count.', { model: 'openai/gpt-4o' })
    await readUntil(shown, 'thre')
    const second = await streamOf(new Request(address), { params: Promise.resolve({ messageId: assistantMessageId }) })
    const seen = second.text()
    const told: [UserEvent['type'], string][] = []
    onTestFinished(hub().listen(localUserId, event => told.push([event.type, event.type === 'turn' ? event.status : ''])))
    expect((await remove(new Request(address, { method: 'DELETE' }), of(driver.conversationId))).status).toBe(204)

    expect(told.slice(0, 2), 'gone first, then stopped').toEqual([
      ['conversation', ''],
      ['turn', 'stopped']
    ])
    const events = await seen
    expect(events.match(/"type":"text-end"/g), 'a part that ends twice breaks the reader off').toHaveLength(1)
    expect(events).toMatch(/"status":"stopped".*"type":"finish".*\[DONE\]/s)
    await expect.poll(() => driver.streams()).toMatchObject([{ state: 'aborted', completionTokens: 3 }])
    expect((await read(new Request(address), of(driver.conversationId))).status).toBe(404)
    expect((await stream(assistantMessageId, 1)).status).toBe(404)
    await expect
      .poll(async () => {
        await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
        return (await driver.ledger(assistantMessageId))[0]?.costPicoUsd
      })
      .toBe(await driver.billPicoUsd())
    expect(await driver.billPicoUsd()).toBeGreaterThan(0n)
  })

  test('over a socket that nobody reads it is dropped at 1 MiB, and comes back behind what it had: nothing missing, nothing twice', async () => {
    const turn = hub().open({ messageId: uuidv7(), conversationId: uuidv7(), userId: localUserId, isHidden: false })
    onTestFinished(() => hub().close(turn))
    const server = http.createServer((_request, response) => {
      const body = turn.subscribe(null)
      if (!body) throw new Error('Nothing to read')
      Readable.fromWeb(body as import('node:stream/web').ReadableStream)
        .on('error', () => response.destroy())
        .pipe(response)
    })
    server.listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    onTestFinished(() => void server.close())
    const slow = await new Promise<http.IncomingMessage>(resolve => {
      http.get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, resolve)
    })
    slow.pause()
    const pieces = Array.from({ length: 400 }, (_, index) => `${index};`.padEnd(64 * 1024, 'x'))
    turn.show([{ type: 'text-start', id: 't' }])
    for (const delta of pieces) {
      turn.show([{ type: 'text-delta', id: 't', delta }])
      await new Promise(resolve => setImmediate(resolve))
    }
    const received: Buffer[] = []
    const broken = await new Promise<boolean>(resolve => {
      slow.on('data', (bytes: Buffer) => received.push(bytes))
      slow.on('error', () => resolve(true))
      slow.on('end', () => resolve(false))
      slow.resume()
    })
    expect(broken, 'no clean end, which would look like a whole answer').toBe(true)
    const whole = Buffer.concat(received).toString().split('\n\n').slice(0, -1)
    const last = Number(/^id: (\d+)/.exec(whole.at(-1) ?? '')?.[1])
    expect(last).toBeLessThan(pieces.length)

    turn.close()
    const rest = await new Response(turn.subscribe(last)).text()
    const numbers = [...whole, ...rest.split('\n\n')].flatMap(event => /"delta":"(\d+);/.exec(event)?.[1] ?? [])
    expect(numbers).toEqual(pieces.map((_, index) => String(index)))
  })
})
