/** What an import may and may not do, through the routes. Nothing scripted. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GET as readCosts } from '../../app/api/costs/route.ts'
import { GET as exportChats } from '../../app/api/export/route.ts'
import { PUT as append, DELETE as drop, GET as preview } from '../../app/api/imports/[importId]/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { openImport, purgeImports } from '../../lib/db/import-store.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { env } from '../../lib/env.ts'
import { readCostView } from '../../lib/turn/cost-view.ts'
import { none, params, refused } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'
import { base64, png } from '../setup/sample-files.ts'
import { exported, imported, previewOf, sent } from './driver.ts'
import { TreeGenerator } from './generated-trees.ts'
import { at, call, chat, fileOf } from './records.ts'

describe('B13 an import', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('brings back what was deleted, as long as it can be, and what was purged', async () => {
    await new TreeGenerator(localUserId, 7).store(3, null)
    const before = await exported()
    await database().conversation.updateMany({ data: { deletedAt: new Date() } })
    expect(await imported(before)).toMatchObject({ imported: 3, messages: 0 })
    expect(await exported()).toBe(before)
    await database().conversation.updateMany({ data: { deletedAt: new Date(0) } })
    await purgeDeletedConversations(new Date())
    expect(await imported(before)).toMatchObject({ imported: 3 })
    expect(await exported(), 'its ledger rows had stayed').toBe(before)
    expect(await database().importedCall.count(), 'and are not there twice').toBe(0)
  })

  test('adds the messages that are missing and changes none that are here', async () => {
    const record = chat()
    await imported(fileOf([record]))
    await database().message.updateMany({ where: { role: 'user' }, data: { parts: '[{"type":"text","text":"Mine"}]' } })
    const [question] = record.messages
    const later = { ...chat().messages[1], parentId: question?.id ?? '' }
    const grown = { ...record, title: 'Other', messages: [...record.messages, later] }
    expect(await previewOf(fileOf([grown]))).toMatchObject({ fresh: 0, grown: 1, messages: 1, branches: 1 })
    expect(await imported(fileOf([grown]))).toMatchObject({ grown: 1, messages: 1 })
    const rows = await database().message.findMany({ where: { conversationId: record.id } })
    expect(rows).toHaveLength(3)
    expect(rows.find(({ role }) => role === 'user')?.parts).toContain('Mine')
    expect(await database().conversation.findUnique({ where: { id: record.id } })).toMatchObject({ title: 'Tides' })
  })

  test('takes in how an answer went on that an earlier file had the beginning of, and what it cost, once', async () => {
    const whole = chat()
    const [question, answer] = whole.messages
    if (!question || !answer) throw new Error('A chat has two messages')
    const cost = { ...call, messageId: answer.id }
    const toolCall = { id: uuidv7(), position: 0, wireId: 'call_1', name: 'calculator', arguments: '{}', status: 'ok' as const }
    const [step] = answer.steps
    if (!step) throw new Error('An answer has a step')
    const first = { ...step, toolCalls: [{ ...toolCall, output: '4', durationMs: 1 }] }
    const begun = { ...answer, status: 'interrupted' as const, parts: [], steps: [first] }
    const ended = { ...answer, steps: [first, { ...step, position: 1 }] }
    const early = fileOf([{ ...whole, messages: [question, begun], calls: [{ ...cost, costState: 'pending', costPicoUsd: null }] }])
    const late = fileOf([{ ...whole, messages: [question, ended], calls: [cost] }])
    expect(await imported(early)).toMatchObject({ imported: 1, messages: 2 })
    expect(await imported(early)).toMatchObject({ known: 1, messages: 0 })
    expect(await previewOf(late)).toMatchObject({ grown: 1, messages: 1 })
    for (const messages of [1, 0]) {
      expect(await imported(late)).toMatchObject({ imported: 0, messages })
      expect(await database().conversation.count()).toBe(1)
      const rows = await database().message.findMany({ include: { steps: true } })
      expect(rows.find(({ id }) => id === answer.id)).toMatchObject({ status: 'complete', parts: JSON.stringify(answer.parts) })
      expect(rows.map(({ steps }) => steps.length).sort()).toEqual([0, 2])
      expect(await database().importedCall.findMany()).toMatchObject([{ costState: 'billed', costPicoUsd: 1_500_000_000n }])
    }
    expect(await imported(early)).toMatchObject({ known: 1, messages: 0 })
    expect(await database().message.findUnique({ where: { id: answer.id } })).toMatchObject({ status: 'complete' })
    expect(await database().importedCall.findMany()).toMatchObject([{ costState: 'billed' }])
  })

  test("never touches another user's rows: the conversation gets ids of its own, the same each time", async () => {
    await ensureUser('somebody')
    const record = chat()
    await database().conversation.create({ data: { id: record.id, userId: 'somebody', title: 'theirs' } })
    const taken = chat()
    const other = chat()
    await database().conversation.create({ data: { id: other.id, userId: 'somebody', title: 'theirs too' } })
    const [question] = taken.messages
    await database().message.create({
      data: { id: question?.id ?? '', conversationId: other.id, role: 'user', status: 'complete', parts: '[]' }
    })
    const file = fileOf([record, taken])
    expect(await imported(file)).toMatchObject({ imported: 2, problemCount: 0 })
    expect(await imported(file)).toMatchObject({ imported: 0, known: 2 })
    expect(await database().conversation.count({ where: { userId: localUserId } })).toBe(2)
    expect(
      await database().conversation.findMany({ where: { userId: 'somebody' }, include: { messages: true }, orderBy: { title: 'asc' } })
    ).toMatchObject([
      { title: 'theirs', messages: [] },
      { title: 'theirs too', messages: [{ parts: '[]' }] }
    ])
  })

  test('keeps a folder of the same name, and makes the others', async () => {
    const folders = ['Trees', 'Stones'].map(name => ({ id: uuidv7(), name, model: null, systemPrompt: 'Be brief.', createdAt: at }))
    const mine = uuidv7()
    await database().folder.create({ data: { id: mine, userId: localUserId, name: 'Trees' } })
    await imported(
      fileOf([chat({ folderId: folders[0]?.id ?? '' }), chat({ folderId: folders[1]?.id ?? '', tags: ['rock'] })], { folders })
    )
    const rows = await database().folder.findMany({ orderBy: { name: 'asc' }, include: { conversations: { include: { tags: true } } } })
    expect(rows).toMatchObject([
      { name: 'Stones', systemPrompt: 'Be brief.', conversations: [{ tags: [{ name: 'rock' }] }] },
      { id: mine, name: 'Trees', systemPrompt: null, conversations: [{}] }
    ])
  })

  test('C8 what it cost elsewhere is in its total and its bill, not in what was spent here', async () => {
    const now = new Date()
    const record = chat({
      calls: [
        { ...call, createdAt: now.toISOString() },
        { ...call, id: uuidv7(), costState: 'unknown', costPicoUsd: null }
      ]
    })
    expect(await imported(fileOf([record]))).toMatchObject({ imported: 1 })
    const answer = await readCosts(new Request(`http://127.0.0.1:3000/api/costs?conversationId=${record.id}`), none)
    expect(await answer.json()).toMatchObject({ total: { picoUsd: '1500000000', pending: 0, unknown: 1 }, rows: [{}, {}] })
    expect(await database().generation.count()).toBe(0)
    const { report } = await readCostView(localUserId, { name: 'all', zone: 'UTC' }, now)
    expect(report.total).toMatchObject({ requests: 0, picoUsd: '0' })
  })

  test('a blind comparison before its vote is not exported: the file would say who answers', async () => {
    const id = uuidv7()
    await database().conversation.create({ data: { id, userId: localUserId, kind: 'compare', blind: true, title: 'Which?' } })
    expect(JSON.parse(await exported())).toMatchObject({ conversations: [], leftOut: [{ id, reason: 'blind_before_vote' }] })
  })

  test('an export of some holds these and their folder alone, and none that is not there', async () => {
    await new TreeGenerator(localUserId, 3).store(3, null)
    const [first] = await database().conversation.findMany({ select: { id: true } })
    const file = z
      .object({ conversations: z.array(z.looseObject({ id: z.string() })) })
      .parse(JSON.parse(await exported(`?ids=${first?.id}`)))
    expect(file.conversations.map(({ id }) => id)).toEqual([first?.id])
    expect((await exportChats(new Request(`http://127.0.0.1:3000/api/export?ids=${uuidv7()}`), none)).status).toBe(404)
  })

  test('one conversation that is wrong stops no other, and the preview says which and why', async () => {
    const [good, bad] = [chat(), chat()]
    const file = fileOf([good, { ...bad, messages: bad.messages.map(message => ({ ...message, status: 'canary' })) }])
    const problems = [{ place: 'conversations.1', message: expect.stringMatching(/^messages\.0\.status: /) }]
    expect(await previewOf(file)).toMatchObject({ conversations: 2, fresh: 1, problems, problemCount: 1 })
    expect(await imported(file)).toMatchObject({ imported: 1, problems, problemCount: 1 })
    expect(await database().conversation.count()).toBe(1)
    expect(await database().message.count()).toBe(2)
  })

  test('a tool call that another message has here already, and ids that are told apart by their blanks alone, stop no other', async () => {
    const record = chat()
    const [asked, answer] = record.messages
    const toolCall = { id: uuidv7(), position: 0, wireId: 'c', name: 'x', arguments: '{}', status: 'ok', output: null, durationMs: null }
    const withCall = (id: string | undefined) => ({ ...answer, id, steps: answer?.steps.map(step => ({ ...step, toolCalls: [toolCall] })) })
    await imported(fileOf([{ ...record, messages: [asked, withCall(answer?.id)] }]))
    const moved = { ...record, messages: [asked, answer, withCall(uuidv7())] }
    expect(await imported(fileOf([moved, chat()]))).toMatchObject({ imported: 2, problemCount: 0 })

    const called = (id: string, messageId: string) => ({
      ...chat({ id, selectedLeafId: null }),
      messages: [{ ...asked, id: messageId }]
    })
    const problems = [{ place: 'conversations.1', message: 'Its ids are those of another chat.' }]
    expect(await imported(fileOf([called('a b', 'c'), called('a', 'b c'), chat()]))).toMatchObject({ imported: 2, problems })
  })

  test('what is nested too deep to be stored stops no other either', async () => {
    const call = { type: 'dynamic-tool', toolName: 'x', toolCallId: 'y', state: 'input-available', input: 'canary' }
    const fileWith = (depth: number) => {
      const [bad, good] = [chat(), chat()]
      const file = fileOf([{ ...bad, messages: bad.messages.map(message => ({ ...message, parts: [call] })) }, good])
      return file.replaceAll('"canary"', `${'['.repeat(depth)}${']'.repeat(depth)}`)
    }
    for (const depth of [1000, 100_000]) {
      const problems = [{ place: 'conversations.0', message: 'It is nested too deep.' }]
      expect(await previewOf(fileWith(depth)), String(depth)).toMatchObject({ fresh: 1, problems })
      expect(await imported(fileWith(depth)), String(depth)).toMatchObject({ imported: 1, problems })
    }
    const deep = fileWith(900)
    expect(await imported(deep)).toMatchObject({ imported: 2, problemCount: 0 })
    expect(await exported()).toContain('['.repeat(900))
  })

  test('a file that is not what its record says is refused with all that shows it, and nothing is left', async () => {
    const [bytes, others] = [png(3, 2, 1), png(3, 2, 2)]
    const attachment = {
      ...{ id: uuidv7(), name: 'a.png', mediaType: 'image/png', sizeBytes: bytes.length, width: 3, height: 2 },
      ...{ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: base64(bytes) }
    }
    const record = chat()
    const messages = record.messages.map(message => ({ ...message, attachmentIds: [attachment.id] }))
    const file = (change: object) => fileOf([{ ...record, messages }], { attachments: [{ ...attachment, ...change }] })
    const claims = { sizeBytes: 1, mediaType: 'image/gif', width: 4, name: 'a\nb', bytes: base64(others), sha256: '0'.repeat(64) }
    for (const [name, claim] of Object.entries(claims)) {
      const problems = [{ message: 'attachments: a file is not what its record says' }]
      expect(await imported(file({ [name]: claim })), name).toMatchObject({ imported: 0, problems })
    }
    expect([await database().conversation.count(), await database().attachment.count()]).toEqual([0, 0])
    expect(await imported(file({}))).toMatchObject({ imported: 1, problemCount: 0 })
  })

  const [question, answer] = chat().messages
  test.each<[what: string, change: object, why: RegExp]>([
    ['an unknown field', { extra: 1 }, /unknown field/],
    [
      'a circle',
      {
        messages: [
          { ...question, parentId: answer?.id },
          { ...answer, parentId: question?.id }
        ],
        selectedLeafId: null
      },
      /circle/
    ],
    ['a parent that is not there', { messages: [{ ...question, parentId: uuidv7() }], selectedLeafId: null }, /names no message/],
    ['two of one id', { messages: [question, question], selectedLeafId: null }, /same id/],
    ['a leaf that is not there', { selectedLeafId: uuidv7() }, /names no message/],
    [
      'two votes on one question',
      { votes: [0, 1].map(lane => ({ questionId: question?.id, lane, lanes: [], createdAt: at })) },
      /^votes: .*same id/
    ],
    ['a cost that is no number', { calls: [{ ...call, costPicoUsd: '0.1' }] }, /pico-dollars/],
    [
      'a wire that is no message',
      { messages: [{ ...question, steps: [{ ...answer?.steps[0], wire: '[]' }] }], selectedLeafId: null },
      /wire/
    ],
    ['metadata of another make', { messages: [{ ...question, metadata: { costPicoUsd: 'much' } }], selectedLeafId: null }, /metadata/],
    ['a file that is not in the file', { messages: [{ ...question, attachmentIds: [uuidv7()] }], selectedLeafId: null }, /attachments/],
    [
      'a file that it does not list',
      { messages: [{ ...question, parts: [{ type: 'file', mediaType: 'image/png', url: '/api/attachments/x' }] }], selectedLeafId: null },
      /attachmentIds/
    ],
    ['a running answer', { messages: [{ ...question, status: 'streaming' }], selectedLeafId: null }, /status/],
    ['a time that is none', { createdAt: 'yesterday' }, /createdAt/]
  ])('%s is refused with its place', async (_what, change, why) => {
    const file = fileOf([{ ...chat(), ...change }])
    expect(await imported(file)).toMatchObject({
      imported: 0,
      problems: [{ place: 'conversations.0', message: expect.stringMatching(why) }]
    })
    expect(await database().conversation.count()).toBe(0)
  })

  test.each([
    ['nothing', ''],
    ['no JSON', 'canary'],
    ['half of a file', fileOf([chat()]).slice(0, -3)],
    ['brackets that do not match', '{"format":"steno-export"]'],
    ['another version', fileOf([], {}).replace('"version":1', '"version":2')],
    ['an attachment that is none', fileOf([], { attachments: [{ id: 'x' }] })],
    ['something else', '{"canary": [1, 2]}']
  ])('a file that is %s is refused', async (_what, text) => {
    const answer = preview(new Request('http://127.0.0.1:3000/api'), params({ importId: await sent(text) }))
    expect(await refused(answer)).toEqual({ status: 422, code: 'unreadable_file' })
  })

  test('a file is its sender’s alone, and is dropped when it was imported, refused, or forgotten', async () => {
    const put = (id: string, query: string, contentType = 'application/octet-stream') =>
      append(
        new Request(`http://127.0.0.1:3000/api${query}`, { method: 'PUT', headers: { 'content-type': contentType }, body: 'x' }),
        params({ importId: id })
      )
    const theirs = await openImport('somebody')
    expect(await refused(put(theirs, '?offset=0'))).toEqual({ status: 404, code: 'not_found' })
    const mine = await openImport(localUserId)
    expect(await refused(put(mine, '?offset=1')), 'a piece is missing').toEqual({ status: 400, code: 'invalid_request' })
    expect(await refused(put(mine, ''))).toMatchObject({ status: 400 })
    expect(await refused(put(mine, '?offset=0', 'text/plain'))).toMatchObject({ status: 415 })
    expect(await refused(put('../../steno.db', '?offset=0'))).toMatchObject({ status: 404 })
    expect((await put(mine, '?offset=0')).status).toBe(200)
    expect((await drop(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ importId: mine }))).status).toBe(204)
    expect(await refused(put(mine, '?offset=0'))).toMatchObject({ status: 404 })
    const left = () => readdirSync(path.join(env.dataDirectory, 'imports')).filter(name => name.endsWith(theirs)).length
    await purgeImports(new Date())
    expect(left()).toBe(1)
    await purgeImports(new Date(Date.now() + 25 * 60 * 60 * 1000))
    expect(left()).toBe(0)
  })
})
