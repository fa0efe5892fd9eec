/** GET /api/search over real rows: what turns write is found, what is deleted is not, and nothing that is typed is syntax. */
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { GET as searchRoute } from '../../app/api/search/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { SearchPage } from '../../lib/chat/search.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { saveVote } from '../../lib/db/votes.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'

const none = { params: Promise.resolve({}) }
const ask = (query: Record<string, string>) =>
  searchRoute(new Request(`http://127.0.0.1:3000/api/search?${new URLSearchParams(query)}`), none)

async function find(q: string, cursor?: string): Promise<SearchPage> {
  const response = await ask({ q, ...(cursor === undefined ? {} : { cursor }) })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}

/** Kind and text of every hit, the marks in brackets. */
async function hits(q: string): Promise<string[]> {
  const { groups } = await find(q)
  return groups.flatMap(group =>
    group.hits.map(hit => `${hit.kind}: ${hit.snippet.map(piece => (piece.mark ? `[${piece.text}]` : piece.text)).join('')}`)
  )
}

/** A conversation of one question and one answer, as a turn leaves them. */
async function talk(title: string, question: string, answer: string, row: { createdAt?: Date; model?: string; userId?: string } = {}) {
  const { createdAt = new Date(), model = 'openai/gpt-5-mini', userId = localUserId } = row
  const [id, questionId, answerId] = [uuidv7(), uuidv7(), uuidv7()]
  const text = (value: string): ChatMessage['parts'] => [{ type: 'text', text: value }]
  const message = { conversationId: id, status: 'complete', createdAt }
  await database().conversation.create({ data: { id, userId, title, selectedLeafId: answerId } })
  await database().message.create({ data: { ...message, id: questionId, role: 'user', parts: JSON.stringify(text(question)) } })
  await database().message.create({
    data: {
      ...message,
      id: answerId,
      parentId: questionId,
      role: 'assistant',
      parts: JSON.stringify(text(answer)),
      settings: JSON.stringify({ model })
    }
  })
  return { id, questionId, answerId }
}

const entries = async () => {
  const [row] = await database().$queryRaw<{ entries: bigint; indexed: bigint }[]>`
    SELECT (SELECT count(*) FROM "SearchEntry") AS "entries", (SELECT count(*) FROM "SearchIndex_docsize") AS "indexed"`
  return [Number(row?.entries), Number(row?.indexed)]
}

describe('search', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('finds the title, question, answer, thought and tool of a turn once it has ended', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(
      {
        reasoning: 'Perhaps the estuary matters.',
        text: 'Let me see.',
        toolCalls: [{ name: 'calculator', arguments: '{"expression": "1234 * 2"}' }]
      },
      { text: 'The barrage holds it back.' }
    )
    const answer = await driver.ask('Why does the causeway flood?')
    expect(await hits('causeway')).toEqual(['title: Why does the [causeway] flood?', 'question: Why does the [causeway] flood?'])
    expect(await hits('barrage')).toEqual(['answer: Let me see. The [barrage] holds it back.'])
    expect(await hits('estuary')).toEqual(['thought: Perhaps the [estuary] matters.'])
    expect(await hits('2468')).toEqual([expect.stringMatching(/^tool: calculator .*\[2468\]/)])
    const { groups } = await find('barrage has:tool')
    expect(groups).toMatchObject([{ conversationId: driver.conversationId, kind: 'chat', hits: [{ messageId: answer.id }], more: 0 }])
  })

  test('a question is found while it is being answered, the answer when it has ended', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'A lighthouse that '.repeat(20), tokensPerSecond: 100 })
    const { stream } = await driver.start('Where is the skerry?')
    expect(await hits('skerry')).toHaveLength(2)
    expect(await hits('lighthouse')).toEqual([])
    await new Response(stream).text()
    expect(await hits('lighthouse')).toHaveLength(1)
    expect(await entries()).toEqual([3, 3])
  })

  test('folds case and diacritics, and finds pairs of characters where words have no spaces', async () => {
    await talk('Zürich', 'Crème brûlée?', 'Naïve CAFÉ')
    await talk('検索', '全文検索はどう動きますか。', '最新のReactで。')
    await talk('검색', '한국어 전문검색은 어떻게?', '中文全文搜索也可以')
    expect(await hits('zurich')).toEqual(['title: [Zürich]'])
    expect(await hits('BRULEE')).toEqual(['question: Crème [brûlée]?'])
    expect(await hits('café naive')).toEqual(['answer: [Naïve] [CAFÉ]'])
    expect(await hits('検索')).toEqual(['title: [検索]', 'question: 全文[検索]はどう動きますか。'])
    expect(await hits('react')).toEqual(['answer: 最新の[React]で。'])
    expect(await hits('검색')).toEqual(['title: [검색]', 'question: 한국어 전문[검색]은 어떻게?'])
    expect(await hits('搜索')).toEqual(['answer: 中文全文[搜索]也可以'])
    expect(await hits('全文搜')).toEqual(['answer: 中文[全文搜]索也可以'])
    expect(await hits('文全')).toEqual(['answer: 中[文全]文搜索也可以'])
    expect(await hits('索検')).toEqual([])
  })

  test('the filters: model, tool, days, cost', async () => {
    const old = await talk('One', 'ebb', 'flow of old', { createdAt: new Date('2026-01-05T12:00:00Z'), model: 'anthropic/claude-opus' })
    await talk('Two', 'ebb', 'flow of new', { createdAt: new Date('2026-03-05T12:00:00Z') })
    await database().generation.create({
      data: {
        ...{ id: uuidv7(), userId: localUserId, upstream: 'openrouter', kind: 'chat', model: 'anthropic/claude-opus', costState: 'billed' },
        ...{ conversationId: old.id, messageId: old.answerId, costPicoUsd: 600_000_000_000n }
      }
    })
    const [both, ofOld, ofNew] = [['answer: [flow] of new', 'answer: [flow] of old'], ['answer: [flow] of old'], ['answer: [flow] of new']]
    expect(await hits('flow')).toEqual(both)
    expect(await hits('flow model:CLAUDE')).toEqual(ofOld)
    expect(await hits('flow before:2026-02-01')).toEqual(ofOld)
    expect(await hits('flow after:2026-02-01')).toEqual(ofNew)
    expect(await hits('flow cost:>0.5')).toEqual(ofOld)
    expect(await hits('flow cost:>0.7')).toEqual([])
    expect(await hits('flow has:tool')).toEqual([])
    expect(await hits('model:claude')).toEqual(['answer: flow of old'])
  })

  test('a conversation that is deleted is gone at once and back with its undo; the purge leaves no word of it', async () => {
    const { id } = await talk('Gone', 'albatross', 'petrel')
    await talk('Stays', 'albatross again', 'gull')
    await changeConversation(localUserId, id, { deleted: true })
    expect(await hits('albatross')).toEqual(['question: [albatross] again'])
    await changeConversation(localUserId, id, { deleted: false })
    expect(await hits('albatross')).toHaveLength(2)
    await changeConversation(localUserId, id, { deleted: true })
    await purgeDeletedConversations(new Date(Date.now() + 25 * 3_600_000))
    expect(await entries()).toEqual([3, 3])
    expect(await hits('petrel')).toEqual([])
    const blocks = await database().$queryRaw<{ found: bigint }[]>`
      SELECT count(*) AS "found" FROM "SearchIndex_data" WHERE instr("block", CAST('petrel' AS BLOB)) > 0`
    expect(blocks).toEqual([{ found: 0n }])
  })

  test('a new title takes the place of the old one', async () => {
    const { id } = await talk('Harbour', 'q', 'a')
    await changeConversation(localUserId, id, { title: 'Mole' })
    expect(await hits('harbour')).toEqual([])
    expect(await hits('mole')).toEqual(['title: [Mole]'])
  })

  test("another user's words are not found", async () => {
    await ensureUser('somebody')
    await talk('Theirs', 'albatross', 'albatross', { userId: 'somebody' })
    expect(await hits('albatross')).toEqual([])
  })

  test('of a blind comparison neither model nor cost tells lanes apart before the vote', async () => {
    const { id, questionId, answerId } = await talk('Blind', 'ebb', 'flow', { model: 'anthropic/claude-opus' })
    await database().conversation.update({ where: { id }, data: { kind: 'compare', blind: true } })
    await database().message.update({
      where: { id: answerId },
      data: { settings: JSON.stringify({ model: 'anthropic/claude-opus', lane: 0 }) }
    })
    await database().generation.create({
      data: {
        ...{
          id: uuidv7(),
          userId: localUserId,
          upstream: 'openrouter',
          kind: 'compare',
          model: 'anthropic/claude-opus',
          costState: 'billed'
        },
        ...{ conversationId: id, messageId: answerId, costPicoUsd: 600_000_000_000n }
      }
    })
    expect(JSON.stringify(await find('flow'))).not.toMatch(/claude|anthropic/)
    for (const filter of ['model:claude', 'cost:>0.1', 'cost:<9']) expect(await hits(`flow ${filter}`), filter).toEqual([])
    await saveVote(localUserId, id, { questionId, lane: 0 })
    for (const filter of ['model:claude', 'cost:>0.1', 'cost:<9']) expect(await hits(`flow ${filter}`), filter).toHaveLength(1)
    expect((await find('flow')).groups).toMatchObject([{ kind: 'compare' }])
  })

  test('a comparison is one until it goes on as a chat', async () => {
    const { id } = await talk('Compared', 'ebb', 'flow')
    await database().conversation.update({ where: { id }, data: { kind: 'compare' } })
    expect((await find('flow')).groups).toMatchObject([{ kind: 'compare' }])
    await changeConversation(localUserId, id, { continued: true })
    expect((await find('flow')).groups).toMatchObject([{ kind: 'chat' }])
  })

  test('every conversation with a hit comes once, over all pages; titles first', async () => {
    const ids: string[] = []
    for (let count = 0; count < 25; count++) ids.push((await talk(`Number ${count}`, 'the tern', 'tern, tern')).id)
    const { id } = await talk('A tern', 'x', 'y')
    const found: string[] = []
    let cursor: string | null | undefined
    do {
      const page: SearchPage = await find('tern', cursor ?? undefined)
      found.push(...page.groups.map(group => group.conversationId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(found[0]).toBe(id)
    expect(found.toSorted()).toEqual([...ids, id].toSorted())
  })

  test('S1: whatever is typed is answered with 200 or 400', async () => {
    await talk('Title', 'some text', 'more text')
    const odd = [
      '"',
      '""',
      '"a',
      '*',
      'a*',
      'NEAR(',
      'NEAR(a b, 2)',
      '-',
      '-a',
      'a AND',
      'OR',
      'NOT a',
      'text:a',
      '{text}: a',
      '^a',
      '%',
      '_',
      '%_',
      '\\',
      "'",
      ';',
      '(',
      ')',
      'a + b',
      '検"索',
      '。',
      '\u0301',
      '🌊',
      'cost:>',
      'before:2026-99-99',
      'model:%',
      'model:"'
    ]
    for (const q of odd) expect((await ask({ q })).status, q).toBe(200)
    expect(await hits('%')).toEqual([])
    for (const q of ['a'.repeat(10_000), 'a\0b', '\ud800']) {
      const sent = `http://127.0.0.1:3000/api/search?q=${q === '\ud800' ? '%ED%A0%80' : encodeURIComponent(q)}`
      expect([200, 400], q.slice(0, 9)).toContain((await searchRoute(new Request(sent), none)).status)
    }
    expect((await ask({ q: 'a'.repeat(10_000) })).status).toBe(400)
    expect((await ask({})).status).toBe(400)
    for (const cursor of ['', '-1', '1', '1.', 'a.b', '1e9.0', '1.0; DROP', '9'.repeat(30)]) {
      expect((await ask({ q: 'text', cursor })).status, cursor).toBe(400)
    }
    expect((await ask({ q: 'text', cursor: '999999999999999.999999' })).status).toBe(200)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async q => {
        expect((await ask({ q })).status).toBe(200)
      }),
      { numRuns: 200 }
    )
  })
})
