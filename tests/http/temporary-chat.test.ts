/** Temporary chats by HTTP: ids that do not go together, files, edits, deletion, what only a kept chat can be. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { GET as readFile } from '../../app/api/attachments/[attachmentId]/route.ts'
import { POST as upload } from '../../app/api/attachments/route.ts'
import { POST as edit } from '../../app/api/chat/[messageId]/edit/route.ts'
import { POST as ask } from '../../app/api/chat/route.ts'
import { POST as fork } from '../../app/api/conversations/[conversationId]/fork/route.ts'
import { POST as save } from '../../app/api/conversations/[conversationId]/questions/route.ts'
import { PATCH as change, GET as read, DELETE as remove } from '../../app/api/conversations/[conversationId]/route.ts'
import { POST as compare } from '../../app/api/conversations/route.ts'
import { GET as exported } from '../../app/api/export/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import { isTemporary, temporaryId } from '../../lib/chat/temporary.ts'
import { chatDatabase } from '../../lib/db/chat-database.ts'
import { database } from '../../lib/db/client.ts'
import { listConversations, loadConversation } from '../../lib/db/conversations.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { exported as exportOf, imported } from '../portable/driver.ts'
import { wordsOnDisk } from '../setup/bytes-on-disk.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from '../turn/conversation-driver.ts'
import { readUntil } from '../turn/read-until.ts'
import { none, params, refused, withBody } from './refused.ts'

const address = 'http://127.0.0.1:3000/api'
const settings = { model: 'demo/answer' }
const memoryRows = async () => {
  const { conversation, message, attachment } = chatDatabase(temporaryId())
  return Promise.all([conversation.count(), message.count(), attachment.count()])
}

function store(temporary: string, text = 'A file.'): Promise<Response> {
  const request = new Request(`${address}/attachments?name=a.md${temporary}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: text
  })
  return upload(request, none)
}

const idOf = async (response: Promise<Response>) => ((await (await response).json()) as { id: string }).id

describe('a temporary chat', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('refuses ids that do not go together before anything is written', async () => {
    const [kept, temporary] = [uuidv7, temporaryId]
    const question = (conversationId: string, assistantMessageId: string, id: string, parentId: string | null, file?: string) => {
      const files = file === undefined ? [] : [{ type: 'file', attachmentId: file }]
      const message = { id, parts: [{ type: 'text', text: 'canary' }, ...files] }
      return withBody('POST', { trigger: 'submit-message', conversationId, parentId, assistantMessageId, message, settings })
    }
    const mixed = [
      question(temporary(), kept(), temporary(), null),
      question(temporary(), temporary(), kept(), null),
      question(temporary(), temporary(), temporary(), kept()),
      question(kept(), temporary(), kept(), null),
      question(kept(), kept(), temporary(), null),
      question(kept(), kept(), kept(), temporary()),
      question(temporary(), temporary(), temporary(), null, kept()),
      question(kept(), kept(), kept(), null, temporary()),
      withBody('POST', {
        trigger: 'regenerate-message',
        conversationId: temporary(),
        parentId: kept(),
        assistantMessageId: temporary(),
        settings
      })
    ]
    for (const body of mixed) expect(await refused(ask(body, none))).toEqual({ status: 400, code: 'invalid_request' })
    const lane = () => ({ assistantMessageId: uuidv7(), settings })
    const comparison = { kind: 'compare', conversationId: uuidv7(), lanes: [lane(), lane()] }
    const message = { id: temporaryId(), parts: [{ type: 'text', text: 'canary' }] }
    expect(await refused(compare(withBody('POST', { ...comparison, message }), none))).toEqual({ status: 400, code: 'invalid_request' })
    const ofTemporary = params({ conversationId: temporaryId() })
    expect(await refused(save(withBody('POST', { parentId: null, message: { ...message, id: uuidv7() } }), ofTemporary))).toMatchObject({
      status: 400
    })
    expect(await refused(edit(withBody('POST', { id: uuidv7(), text: 'canary' }), params({ messageId: temporaryId() })))).toMatchObject({
      status: 400
    })
    // An id of neither kind.
    const random = '0199e2f0-8000-4abc-8def-000000000000'
    expect(await refused(ask(question(random, random, random, null), none))).toMatchObject({ status: 400 })
    expect(await memoryRows()).toEqual([0, 0, 0])
  })

  test('that nobody began is not found, whatever is asked of it', async () => {
    const at = params({ conversationId: temporaryId() })
    expect(await refused(read(new Request(address), at))).toEqual({ status: 404, code: 'not_found' })
    expect(await refused(change(withBody('PATCH', { title: 'canary' }), at))).toEqual({ status: 404, code: 'not_found' })
    expect(await refused(remove(new Request(address, { method: 'DELETE' }), at))).toEqual({ status: 404, code: 'not_found' })
    expect(await refused(exported(new Request(`${address}/export?ids=${temporaryId()}`), none))).toMatchObject({ status: 404 })
  })

  test('has files of its own, which no browser keeps and nobody else gets', async () => {
    expect(await refused(store('&temporary=perhaps'))).toMatchObject({ status: 400 })
    const id = await idOf(store('&temporary=true', 'pangolin'))
    expect(isTemporary(id)).toBe(true)
    const at = params({ attachmentId: id })
    const answer = await readFile(new Request(address), at)
    expect(await answer.text()).toBe('pangolin')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(isTemporary(await idOf(store('', 'pangolin')))).toBe(false)
    expect(wordsOnDisk(['pangolin']), 'only by the other one').toEqual(['pangolin'])
    await chatDatabase(id).$executeRaw`INSERT INTO "User" ("id") VALUES ('stranger')`
    await chatDatabase(id).attachment.update({ where: { id }, data: { userId: 'stranger' } })
    expect((await readFile(new Request(address), at)).status).toBe(404)
  })

  test('refuses files beyond what all such chats may hold together', async () => {
    const id = await idOf(store('&temporary=true'))
    await chatDatabase(id).attachment.update({ where: { id }, data: { sizeBytes: 256 * 1024 * 1024 - 3 } })
    expect((await store('&temporary=true', 'Four')).status).toBe(413)
    expect((await store('&temporary=true', 'Two')).status).toBe(201)
  })

  test('has its answers edited and questions saved, and is exported when it is asked for', async () => {
    const driver = await ConversationDriver.open({ temporary: true })
    const { conversationId } = driver
    const at = params({ conversationId })
    await driver.script({ text: 'Four.' })
    const answer = await driver.ask('2 + 2?')
    const body = { id: temporaryId(), text: 'Five.' }
    expect((await edit(withBody('POST', body), params({ messageId: answer.id }))).status).toBe(201)
    expect((await edit(withBody('POST', body), params({ messageId: answer.id }))).status, 'once').toBe(201)
    const question = { parentId: body.id, message: { id: temporaryId(), parts: [{ type: 'text', text: 'Why?' }] } }
    expect((await save(withBody('POST', question), at)).status).toBe(201)
    const detail = (await (await read(new Request(address), at)).json()) as ConversationDetail
    expect(detail.messages.map(textOf)).toEqual(['2 + 2?', 'Four.', 'Five.', 'Why?'])
    expect(detail.selectedLeafId).toBe(question.message.id)
    expect((await driver.ledger(answer.id))[0]?.discarded).toBe(true)
    expect((await change(withBody('PATCH', { settings }), at)).status).toBe(200)
    const file = await (await exported(new Request(`${address}/export?ids=${conversationId}`), none)).text()
    expect(file).toContain('Why?')
    expect(JSON.parse(file).conversations[0].calls).toHaveLength(1)
    expect(await (await exported(new Request(`${address}/export`), none)).text()).not.toContain('Why?')
  })

  test('becomes one that is kept, with its files, when its export is imported', async () => {
    const driver = await ConversationDriver.open({ temporary: true })
    await driver.script({ text: 'A pangolin.' })
    const id = await idOf(store('&temporary=true', 'pangolin'))
    await driver.ask([{ type: 'file', attachmentId: id }], { model: 'openai/gpt-4o' })
    const file = await exportOf(`?ids=${driver.conversationId}`)
    await remove(new Request(address, { method: 'DELETE' }), params({ conversationId: driver.conversationId }))
    expect(await imported(file)).toMatchObject({ imported: 1, problems: [] })
    const { conversations } = await listConversations(localUserId)
    const kept = await loadConversation(localUserId, conversations[0]?.id ?? '')
    expect(isTemporary(kept?.id ?? temporaryId())).toBe(false)
    expect(kept?.messages.map(textOf)).toEqual(['', 'A pangolin.'])
    const url = kept?.messages[0]?.parts.flatMap(part => (part.type === 'file' ? [part.url] : []))[0] ?? ''
    const answer = await readFile(new Request(address), params({ attachmentId: url.slice(url.lastIndexOf('/') + 1) }))
    expect(await answer.text()).toBe('pangolin')
  })

  test('cannot be pinned, archived, sorted or branched off, and says so', async () => {
    const driver = await ConversationDriver.open({ temporary: true })
    await driver.script({ text: 'Four.' })
    const answer = await driver.ask('2 + 2?')
    const at = params({ conversationId: driver.conversationId })
    const kept = [{ pinned: true }, { archived: true }, { folderId: uuidv7() }, { tags: ['a'] }]
    const answers = [
      ...kept.map(body => change(withBody('PATCH', body), at)),
      fork(withBody('POST', { conversationId: uuidv7(), messageId: answer.id }), at)
    ]
    for (const response of await Promise.all(answers)) {
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({ error: { code: 'temporary_chat' } })
    }
    expect(await database().conversation.count()).toBe(0)
  })

  test('is gone at once when it is deleted, in the middle of an answer too; what it cost stays', async () => {
    const driver = await ConversationDriver.open({ temporary: true })
    await driver.script({ text: 'One two three four.', stall: { after: 2, seconds: 60 } })
    const id = await idOf(store('&temporary=true'))
    const { assistantMessageId, stream } = await driver.start([{ type: 'file', attachmentId: id }], { model: 'openai/gpt-4o' })
    await readUntil(stream, 'two')
    const at = params({ conversationId: driver.conversationId })
    expect((await remove(new Request(address, { method: 'DELETE' }), at)).status).toBe(204)
    expect(await memoryRows()).toEqual([0, 0, 0])
    const [row] = await driver.ledger(assistantMessageId)
    expect(row?.openRouterId).not.toBeNull()
    expect(row?.costState === 'billed' || row?.nextLookupAt !== null, 'paid for, or looked up').toBe(true)
    expect((await change(withBody('PATCH', { deleted: false }), at)).status).toBe(404)
    await expect(driver.ask('And now?'), 'of a page that has it open').rejects.toMatchObject({
      httpStatus: 404,
      message: 'This temporary chat is gone.'
    })
    expect([await memoryRows(), await database().generation.count()]).toEqual([[0, 0, 0], 1])
  })
})
