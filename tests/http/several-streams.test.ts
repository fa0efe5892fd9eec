/** Several running answers over one connection: each to the byte, from its start or behind what was read. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GET as one } from '../../app/api/chat/[messageId]/stream/route.ts'
import { GET as several } from '../../app/api/chat/streams/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { hub } from '../../lib/turn/hub.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'

const delta = z.looseObject({ type: z.string(), delta: z.string().optional() })

const follow = (answers: string) =>
  several(new Request(`http://127.0.0.1:3000/api/chat/streams?answers=${answers}`), { params: Promise.resolve({}) })

async function startAnswer(text: string): Promise<string> {
  const assistantMessageId = uuidv7()
  const stream = await startTurn(localUserId, {
    trigger: 'submit-message',
    conversationId: uuidv7(),
    parentId: null,
    assistantMessageId,
    message: { id: uuidv7(), parts: [{ type: 'text', text }] },
    settings: { model: 'openai/gpt-5-mini' }
  })
  await stream.cancel()
  return assistantMessageId
}

/** What a reader has of each answer: its text, its last event, and whether it was told the end. */
function readBody(body: string) {
  const read = new Map<string, { text: string; last: number; done: boolean }>()
  let speaking = ''
  for (const event of body.split('\n\n')) {
    if (event.startsWith('event: answer\n')) speaking = event.slice(event.indexOf('data: ') + 6)
    const before = read.get(speaking) ?? { text: '', last: 0, done: false }
    const id = Number(/^id: (\d+)$/m.exec(event)?.[1] ?? before.last)
    const data = /^data: (.*)$/m.exec(event)?.[1]
    if (speaking === '' || data === undefined || event.startsWith('event: answer')) continue
    const chunk = data === '[DONE]' ? null : delta.parse(JSON.parse(data))
    const text = chunk?.type === 'text-delta' ? before.text + (chunk.delta ?? '') : before.text
    read.set(speaking, { text, last: id, done: before.done || chunk === null })
  }
  return read
}

describe('GET /api/chat/streams', () => {
  useDatabase()

  test('each answer whole, though they come mixed; one that has ended is only told to be', async () => {
    const driver = await ConversationDriver.open()
    const [first, second] = ['Alpha beta gamma, né 漢字.', 'One two three four five six.']
    await driver.script({ text: first, tokensPerSecond: 40 }, { text: second, tokensPerSecond: 60 })
    const ids = [await startAnswer('A?'), await startAnswer('B?')]
    const ended = uuidv7()
    const body = await (await follow(ids.join())).text()
    const read = readBody(body)
    expect(new Set(ids.map(id => read.get(id)?.text))).toEqual(new Set([first, second]))
    expect(ids.map(id => read.get(id)?.done)).toEqual([true, true])
    expect(body.split('event: answer').length, 'they took turns').toBeGreaterThan(3)

    await hub().endAll(new Error('over'))
    const again = readBody(await (await follow(ids.join())).text())
    expect(ids.map(id => again.get(id))).toEqual(ids.map(() => ({ text: '', last: 0, done: true })))
    expect((await follow(`${ids.join()},${ended}`)).status, 'an answer that never was').toBe(404)
  })

  test('goes on behind the event that was read last', async () => {
    const driver = await ConversationDriver.open()
    const text = 'Word after word after word, and on to the end of it.'
    await driver.script({ text, tokensPerSecond: 50 }, { text: 'Other.' })
    const id = await startAnswer('A?')
    const other = await startAnswer('B?')
    const reader = (await follow(`${id},${other}`)).body?.pipeThrough(new TextDecoderStream()).getReader()
    let body = ''
    while (reader && (readBody(body).get(id)?.text.length ?? 0) < 8) body += (await reader.read()).value ?? ''
    await reader?.cancel()
    // What was cut within an event is not counted as read.
    const before = readBody(body.slice(0, body.lastIndexOf('\n\n') + 2)).get(id)
    const rest = readBody(await (await follow(`${id}.${before?.last},${other}`)).text())
    expect(`${before?.text}${rest.get(id)?.text}`).toBe(text)
    expect(rest.get(other)).toMatchObject({ done: true })
  })

  test('a reader that leaves is forgotten, and the answer goes on', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Slowly on and on.', tokensPerSecond: 20 })
    const id = await startAnswer('A?')
    const response = await follow(id)
    await response.body?.cancel()
    const whole = await one(new Request('http://127.0.0.1:3000/api'), { params: Promise.resolve({ messageId: id }) })
    expect(await whole.text()).toContain('[DONE]')
  })

  test.each(['', 'x', `${'a'.repeat(36)}.`, Array.from({ length: 33 }, uuidv7).join()])('refuses %j', async answers => {
    expect((await follow(answers)).status).toBe(400)
  })
})
