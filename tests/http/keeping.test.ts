/** Pinning, archiving, folders and changes of several conversations, through the routes. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PATCH as changeOne } from '../../app/api/conversations/[conversationId]/route.ts'
import { PATCH as changeSeveral, GET as list } from '../../app/api/conversations/route.ts'
import { POST as openChat } from '../../app/api/folders/[folderId]/chats/route.ts'
import { PATCH as changeFolder, DELETE as removeFolder } from '../../app/api/folders/[folderId]/route.ts'
import { POST as createFolder, GET as listFolders } from '../../app/api/folders/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { loadConversation } from '../../lib/db/conversations.ts'
import { purgeUnbegun } from '../../lib/db/folders.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { none, params, withBody } from './refused.ts'

const page = z.object({ conversations: z.array(z.looseObject({ id: z.string(), title: z.string() })), nextCursor: z.string().nullable() })
const folder = z.strictObject({ id: z.string(), name: z.string(), model: z.string().nullable(), systemPrompt: z.string().nullable() })

async function titles(query = ''): Promise<string[]> {
  const response = await list(new Request(`http://127.0.0.1:3000/api/conversations${query}`), none)
  return page.parse(await response.json()).conversations.map(({ title }) => title)
}

/** Conversations of this user, the first the oldest. */
async function conversations(...names: string[]): Promise<string[]> {
  const ids = names.map(() => uuidv7())
  for (const [index, title] of names.entries()) {
    await database().conversation.create({ data: { id: ids[index] ?? '', userId: localUserId, title, updatedAt: new Date(index * 1000) } })
  }
  return ids
}

const keep = (ids: string[], change: object) => changeSeveral(withBody('PATCH', { ids, ...change }), none)

describe('keeping', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('pinned ones come first, on the first page alone', async () => {
    const [oak, elm] = await conversations('oak', 'elm', 'ash')
    await changeOne(withBody('PATCH', { pinned: true }), params({ conversationId: oak ?? '' }))
    expect(await titles()).toEqual(['oak', 'ash', 'elm'])
    expect(await titles(`?cursor=${elm}`)).toEqual([])
    await keep([oak ?? ''], { pinned: false })
    expect(await titles()).toEqual(['ash', 'elm', 'oak'])
  })

  test('archived ones are a list of their own', async () => {
    const [oak = '', elm = ''] = await conversations('oak', 'elm')
    await keep([oak], { archived: true })
    expect([await titles(), await titles('?archived=true')]).toEqual([['elm'], ['oak']])
    await keep([oak, elm], { archived: false })
    expect([await titles(), await titles('?archived=true')]).toEqual([['elm', 'oak'], []])
  })

  test('a folder is made, filled, renamed, and deleted without its conversations', async () => {
    const [oak = ''] = await conversations('oak', 'elm')
    const made = folder.parse(await (await createFolder(withBody('POST', { name: ' Trees ' }), none)).json())
    expect(made.name).toBe('Trees')
    expect((await keep([oak], { folderId: made.id })).status).toBe(200)
    expect(await titles(`?folderId=${made.id}`)).toEqual(['oak'])
    const renamed = await changeFolder(withBody('PATCH', { name: 'Woods' }), params({ folderId: made.id }))
    expect(await renamed.json()).toEqual({ ...made, name: 'Woods' })
    expect(await (await listFolders(new Request('http://127.0.0.1:3000/api/folders'), none)).json()).toEqual({
      folders: [{ ...made, name: 'Woods' }]
    })
    expect((await createFolder(withBody('POST', { name: 'Woods' }), none)).status).toBe(409)
    expect((await removeFolder(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ folderId: made.id }))).status).toBe(
      204
    )
    expect(await titles()).toEqual(['elm', 'oak'])
    expect(await database().conversation.count({ where: { folderId: { not: null } } })).toBe(0)
  })

  test('a folder says what its chats begin with, and a chat that is begun in it is asked with that', async () => {
    const driver = await ConversationDriver.open()
    const made = folder.parse(await (await createFolder(withBody('POST', { name: 'Trees' }), none)).json())
    const change = (body: object) => changeFolder(withBody('PATCH', body), params({ folderId: made.id }))
    const defaults = { model: 'openai/gpt-5-mini', systemPrompt: 'Be brief.' }
    expect(await (await change(defaults)).json()).toEqual({ ...made, ...defaults })
    expect(await (await change({ model: null })).json()).toEqual({ ...made, ...defaults, model: null })
    for (const wrong of [{}, { model: 'no slug' }, { systemPrompt: 'a\0b' }, { budget: 1 }]) expect((await change(wrong)).status).toBe(400)

    const conversationId = uuidv7()
    const open = (folderId: string, body: object) => openChat(withBody('POST', body), params({ folderId }))
    const chat = { conversationId, settings: defaults }
    expect((await open(made.id, chat)).status).toBe(201)
    expect((await open(made.id, chat)).status, 'once more').toBe(201)
    expect((await open(uuidv7(), { ...chat, conversationId: uuidv7() })).status).toBe(404)
    expect((await open(made.id, { ...chat, settings: {} })).status).toBe(400)
    expect(await loadConversation(localUserId, conversationId)).toMatchObject({ messages: [], settings: defaults })
    await driver.script({ text: 'Yes.' })
    const stream = await startTurn(localUserId, {
      ...{ trigger: 'submit-message', conversationId, parentId: null, assistantMessageId: uuidv7(), settings: defaults },
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'Are oaks tall?' }] }
    })
    await new Response(stream).text()
    expect((await driver.requests()).at(-1)?.messages[0]).toEqual({ role: 'system', content: 'Be brief.' })
    expect(await titles(`?folderId=${made.id}`), 'its title is that of any chat').toEqual(['Are oaks tall?'])
  })

  test('a chat that was opened and never begun is dropped a day later, and no other is', async () => {
    const made = folder.parse(await (await createFolder(withBody('POST', { name: 'Trees' }), none)).json())
    const chat = { conversationId: uuidv7(), settings: { model: 'openai/gpt-5-mini' } }
    await openChat(withBody('POST', chat), params({ folderId: made.id }))
    await conversations('oak')
    await purgeUnbegun(new Date())
    expect(await database().conversation.count()).toBe(2)
    await purgeUnbegun(new Date(Date.now() + 25 * 60 * 60 * 1000))
    expect(await titles()).toEqual(['oak'])
  })

  test('several are deleted and brought back', async () => {
    const ids = await conversations('oak', 'elm', 'ash')
    expect(await (await keep(ids.slice(0, 2), { deleted: true })).json()).toEqual({ changed: 2 })
    expect(await titles()).toEqual(['ash'])
    expect(await (await keep(ids, { archived: true })).json(), 'the deleted are gone').toEqual({ changed: 1 })
    expect(await (await keep(ids, { deleted: false })).json()).toEqual({ changed: 3 })
    expect(await titles()).toEqual(['elm', 'oak'])
  })

  test("nothing of another user's is seen or changed", async () => {
    await ensureUser('somebody')
    const [id, folderId] = [uuidv7(), uuidv7()]
    await database().folder.create({ data: { id: folderId, userId: 'somebody', name: 'Theirs' } })
    await database().conversation.create({ data: { id, userId: 'somebody', title: 'theirs', folderId } })
    const [oak = ''] = await conversations('oak')
    expect(await (await keep([id, oak], { archived: true })).json()).toEqual({ changed: 1 })
    expect(await database().conversation.findUnique({ where: { id } })).toMatchObject({ archivedAt: null })
    expect((await keep([oak], { folderId })).status).toBe(404)
    expect((await changeFolder(withBody('PATCH', { name: 'Mine' }), params({ folderId }))).status).toBe(404)
    expect((await removeFolder(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ folderId }))).status).toBe(404)
    expect(await titles(`?folderId=${folderId}`)).toEqual([])
  })

  test.each([
    ['no ids', { ids: [], pinned: true }],
    ['no change', { ids: [uuidv7()] }],
    ['an unknown field', { ids: [uuidv7()], pinned: true, title: 'x' }],
    ['a path for an id', { ids: ['../x'], pinned: true }],
    ['201 ids', { ids: Array.from({ length: 201 }, () => uuidv7()), pinned: true }]
  ])('%s is refused', async (_what, body) => {
    expect((await changeSeveral(withBody('PATCH', body), none)).status).toBe(400)
  })

  test.each(['?archived=yes', '?folderId=x', '?cursor=x'])('%s is refused', async query => {
    expect((await list(new Request(`http://127.0.0.1:3000/api/conversations${query}`), none)).status).toBe(400)
  })
})
