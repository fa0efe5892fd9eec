/** A conversation of a thousand messages, deep and wide: the tree that is read, the branch that is shown, the request that follows. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { GET as read } from '../../app/api/conversations/[conversationId]/route.ts'
import { siblingIndex } from '../../components/chat/branch-view.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { branchTo, deepestLeaf, siblingsOf } from '../../lib/chat/branch.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation } from '../../lib/db/conversations.ts'
import { params } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, defaultModel } from './conversation-driver.ts'

/** Answers to each question of the wide part. */
const wide = 50

interface Node {
  id: string
  parentId: string | null
  role: 'user' | 'assistant'
  text: string
}

/** 700 messages one below the other, and at six questions of them fifty answers side by side: a thousand in all. */
function thousandMessages(): Node[] {
  const nodes: Node[] = []
  const add = (parentId: string | null, role: Node['role'], text: string) => {
    const node = { id: uuidv7(), parentId, role, text }
    nodes.push(node)
    return node.id
  }
  let parentId: string | null = null
  for (let turn = 0; turn < 350; turn++) {
    const questionId: string = add(parentId, 'user', `Question ${turn}`)
    if (turn % 60 === 30) for (let other = 0; other < wide; other++) add(questionId, 'assistant', `Answer ${turn}, another ${other}`)
    parentId = add(questionId, 'assistant', `Answer ${turn}`)
  }
  return nodes
}

async function store(conversationId: string, nodes: readonly Node[]): Promise<void> {
  const settings = JSON.stringify({ model: defaultModel })
  await database().conversation.create({
    data: { id: conversationId, userId: localUserId, title: 'Large', selectedLeafId: nodes.at(-1)?.id ?? null }
  })
  await database().message.createMany({
    data: nodes.map(({ id, parentId, role, text }, index) => ({
      ...{ id, conversationId, parentId, role, status: 'complete', createdAt: new Date(1_790_000_000_000 + index) },
      parts: JSON.stringify([{ type: 'text', text }]),
      settings: role === 'assistant' ? settings : null
    }))
  })
  await database().step.createMany({
    data: nodes
      .filter(({ role }) => role === 'assistant')
      .map(({ id, text }) => ({
        messageId: id,
        position: 0,
        wire: JSON.stringify({ role: 'assistant', content: text }),
        model: defaultModel,
        ended: true
      }))
  })
}

async function detailOf(conversationId: string): Promise<ConversationDetail> {
  const response = await read(new Request('http://127.0.0.1:3000/'), params({ conversationId }))
  return (await response.json()) as ConversationDetail
}

describe('a thousand messages', () => {
  useDatabase()

  test('are the same tree after a reload, every branch whole, and an answer follows its own', async () => {
    const driver = await ConversationDriver.open()
    const nodes = thousandMessages()
    expect(nodes).toHaveLength(1000)
    await store(driver.conversationId, nodes)
    await driver.restart()
    const before = process.cpuUsage()
    const detail = await detailOf(driver.conversationId)
    const branch = branchTo(detail.messages, detail.selectedLeafId)
    const siblings = siblingIndex(detail.messages)
    const openedMs = process.cpuUsage(before).user / 1000
    expect(detail.messages.map(({ id, role, metadata }) => [id, role, metadata?.parentId])).toEqual(
      nodes.map(({ id, role, parentId }) => [id, role, parentId])
    )
    expect(branch).toHaveLength(700)
    expect(openedMs, 'read, chained and counted').toBeLessThan(1000)

    for (const { id } of nodes) {
      const expected = siblingsOf(detail.messages, id).map(message => message.id)
      const at = expected.indexOf(id)
      const shown = siblings.get(id) ?? null
      if (expected.length === 1) expect(shown).toBeNull()
      else {
        expect(shown).toEqual({
          position: at + 1,
          count: expected.length,
          previousId: expected[at - 1] ?? null,
          nextId: expected[at + 1] ?? null
        })
      }
    }

    const other = nodes.find(({ text }) => text === 'Answer 330, another 17')
    const leafId = deepestLeaf(detail.messages, other?.id ?? '')
    expect(leafId).toBe(other?.id)
    await changeConversation(localUserId, driver.conversationId, { selectedLeafId: leafId })
    await driver.restart()
    const selected = await detailOf(driver.conversationId)
    expect(branchTo(selected.messages, selected.selectedLeafId).map(({ parts }) => JSON.stringify(parts))).toEqual(
      [...nodes.filter(({ text }) => !text.includes('another')).slice(0, 661), other].map(node =>
        JSON.stringify([{ type: 'text', text: node?.text }])
      )
    )

    await driver.script({ text: 'Here.' })
    driver.moveTo(driver.conversationId, leafId)
    await driver.ask('Where are we?')
    const [request] = await driver.requests()
    expect(request?.messages).toHaveLength(663)
    expect(request?.messages.at(-2)).toEqual({ role: 'assistant', content: 'Answer 330, another 17' })
  })
})
