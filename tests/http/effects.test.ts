/** What routes do beside answering. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { PATCH as change } from '../../app/api/conversations/[conversationId]/route.ts'
import { GET as events } from '../../app/api/events/route.ts'
import { PATCH as changeSettings, GET as readSettings } from '../../app/api/settings/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { hub } from '../../lib/turn/hub.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'

const none = { params: Promise.resolve({}) }
const patch = (body: object) =>
  new Request('http://127.0.0.1:3000/api', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('routes', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('HEAD opens no stream: nothing would ever read or end it', async () => {
    const listeners: unknown[] = []
    const { listen } = hub()
    hub().listen = (userId, listener) => {
      listeners.push(listener)
      const stop = listen.call(hub(), userId, listener)
      return () => {
        listeners.pop()
        stop()
      }
    }
    expect((await events(new Request('http://127.0.0.1:3000/api/events', { method: 'HEAD' }), none)).status).toBe(200)
    expect(listeners).toEqual([])
    const open = await events(new Request('http://127.0.0.1:3000/api/events'), none)
    expect(listeners).toHaveLength(1)
    await open.body?.cancel()
    expect(listeners).toEqual([])
    hub().listen = listen
  })

  test('deleting by PATCH stops what runs, as DELETE does', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'A long answer that nobody waits for.', tokensPerSecond: 2 })
    const assistantMessageId = uuidv7()
    const stream = await startTurn(localUserId, {
      trigger: 'submit-message',
      conversationId: driver.conversationId,
      parentId: null,
      assistantMessageId,
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'Go.' }] },
      settings: { model: 'openai/gpt-5-mini' }
    })
    const params = { params: Promise.resolve({ conversationId: driver.conversationId }) }
    expect((await change(patch({ deleted: true }), params)).status).toBe(200)
    expect(await database().message.findUnique({ where: { id: assistantMessageId } })).toMatchObject({ status: 'stopped' })
    expect(await new Response(stream).text()).toContain('[DONE]')
  })

  test('two settings changed at the same time are both changed', async () => {
    await Promise.all([changeSettings(patch({ model: 'a/b' }), none), changeSettings(patch({ systemPrompt: 'Be "brief".' }), none)])
    await changeSettings(patch({ model: 'c/d' }), none)
    expect(await (await readSettings(new Request('http://127.0.0.1:3000/api'), none)).json()).toMatchObject({
      settings: { model: 'c/d', systemPrompt: 'Be "brief".' }
    })
  })

  test.each(['a\0b', 'a\ud800b'])('a system prompt that no turn could use is not taken: %j', async systemPrompt => {
    expect((await changeSettings(patch({ systemPrompt }), none)).status).toBe(400)
    expect(await database().setting.count()).toBe(0)
  })
})
