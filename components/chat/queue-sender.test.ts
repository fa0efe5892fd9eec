/** Promise B5 on the page: what is queued goes out once, behind the right answer, or says why it waits. Scripted: the conversation. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChatMessage, MessageMetadata } from '../../lib/chat/message.ts'
import { ApiError } from '../http/request-json.ts'
import { MessageQueue, thisPageId } from './message-queue.ts'
import { QueueSender } from './queue-sender.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key)
  })
})

function answer(id: string, metadata: Partial<MessageMetadata> = {}): ChatMessage {
  return {
    id,
    role: 'assistant',
    parts: [],
    metadata: { status: 'complete', parentId: null, createdAt: new Date().toISOString(), ...metadata }
  }
}

/** A tab: what it shows, what it sent, and what it is answered. */
function openTab(conversationId: string, branch: ChatMessage[], reply: ApiError | null = null) {
  const sent: { text: string; parentId: string | null; ids: string[] }[] = []
  const queue = new MessageQueue(conversationId, true)
  const tab = { queue, sent, branch, reply, busy: false, seen: true }
  const sender = new QueueSender(queue, {
    busy: () => tab.busy,
    branch: () => tab.branch,
    knows: id => tab.branch.some(message => message.id === id),
    hasSeen: () => tab.seen,
    send: async ({ text, id, answerId }, parentId) => {
      sent.push({ text, parentId, ids: [id, answerId] })
      if (tab.reply === null) tab.busy = true
      return tab.reply
    }
  })
  const add = (text: string, waitsFor: string | null) => {
    const item = { id: uuidv7(), answerId: uuidv7(), text, files: [], settings: { model: 'a/b' }, pageId: thisPageId }
    queue.add(item, waitsFor)
    return item
  }
  return Object.assign(tab, { sendNext: () => sender.sendNext(), stop: () => sender.stop(), add })
}

describe('what is queued', () => {
  test('goes out behind the answer that it waited for, one at a time', async () => {
    const tab = openTab('c1', [answer('a1')])
    tab.add('One?', 'a1')
    tab.add('Two?', 'a1')
    await tab.sendNext()
    await tab.sendNext()
    expect(tab.sent).toMatchObject([{ text: 'One?', parentId: 'a1' }])
    const next = tab.sent[0]?.ids[1] ?? ''
    tab.busy = false
    await tab.sendNext()
    expect(tab.sent, 'its answer is not there yet').toHaveLength(1)
    tab.branch = [answer('a1'), answer(next)]
    await tab.sendNext()
    expect(tab.sent[1]).toMatchObject({ text: 'Two?', parentId: next })
    expect(tab.queue.getState().items).toEqual([])
    expect(stored.size).toBe(0)
  })

  test('a tab that is behind sends nothing that another one has sent', async () => {
    const first = openTab('c2', [answer('a1')])
    const second = openTab('c2', [answer('a1')])
    first.add('One?', 'a1')
    first.add('Two?', 'a1')
    await first.sendNext()
    await second.sendNext()
    expect(second.sent).toEqual([])
    expect(second.queue.getState().items).toMatchObject([{ text: 'Two?' }])
  })

  test.each(['stopped', 'failed', 'interrupted'] as const)('an answer that was %s holds it, unless it is to go now', async status => {
    const tab = openTab('c3', [answer('a1', { status })])
    const { id } = tab.add('One?', 'a1')
    await tab.sendNext()
    expect(tab.sent).toEqual([])
    expect(tab.queue.getState().paused).not.toBeNull()
    tab.queue.change(() => ({ paused: null, now: id }))
    await tab.sendNext()
    expect(tab.sent).toMatchObject([{ text: 'One?', parentId: 'a1' }])
  })

  test('an answer that ended long ago, while no page was open, is no reason to send', async () => {
    const tab = openTab('c4', [answer('a1', { createdAt: new Date(Date.now() - 60 * 60_000).toISOString(), durationMs: 1000 })])
    tab.seen = false
    tab.add('One?', 'a1')
    await tab.sendNext()
    expect(tab.sent).toEqual([])
    expect(tab.queue.getState().paused).toMatch(/No page was open/)
  })

  test('what did not arrive is sent again with its ids; what had arrived is not', async () => {
    const tab = openTab('c5', [answer('a1')], new ApiError('offline', ''))
    const { id } = tab.add('One?', 'a1')
    await tab.sendNext()
    tab.stop()
    expect(tab.queue.getState()).toMatchObject({ unreachable: true, items: [{ id }] })
    await tab.sendNext()
    tab.stop()
    expect(new Set(tab.sent.map(({ ids }) => ids.join())).size, 'the same each time').toBe(1)
    expect(tab.sent).toHaveLength(2)
    tab.branch = [answer('a1'), answer(id)]
    await tab.sendNext()
    expect(tab.sent).toHaveLength(2)
    expect(tab.queue.getState().items).toEqual([])
  })

  test('a refusal is told and holds the rest', async () => {
    const tab = openTab('c6', [answer('a1')], new ApiError('too_large', 'Too large.'))
    tab.add('One?', 'a1')
    await tab.sendNext()
    expect(tab.queue.getState()).toMatchObject({ paused: 'Too large.', items: [{ text: 'One?' }] })
  })

  test('is put in order, changed and dropped; what lies in the storage otherwise is no queue', () => {
    const tab = openTab('c7', [])
    const [one, two] = [tab.add('One?', 'a1'), tab.add('Two?', 'a1')]
    tab.queue.move(two.id, -1)
    tab.queue.move(two.id, -1)
    tab.queue.edit(one.id, 'Once?')
    expect(new MessageQueue('c7', true).getState().items.map(({ text }) => text)).toEqual(['Two?', 'Once?'])
    tab.queue.drop(two.id)
    tab.queue.drop(one.id)
    for (const odd of ['{', 'null', '{"items":[1]}', '{"items":{}}']) {
      stored.set('steno:queue:c7', odd)
      expect(new MessageQueue('c7', true).getState().items).toEqual([])
    }
  })
})
