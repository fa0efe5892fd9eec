/** Promises B12 and S1 of docs/promises.md: what the server says of itself, in answers and in its log. */
import { openSync, writeSync } from 'node:fs'
import Database from 'libsql'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { POST as chat } from '../../app/api/chat/route.ts'
import { GET as readConversation } from '../../app/api/conversations/[conversationId]/route.ts'
import { GET as health } from '../../app/api/health/route.ts'
import { closeDatabase, database } from '../../lib/db/client.ts'
import { env } from '../../lib/env.ts'
import { drain, serve } from '../../lib/turn/health.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { none, params, withBody } from './refused.ts'

const question = (text: string) => ({
  trigger: 'submit-message',
  conversationId: uuidv7(),
  parentId: null,
  assistantMessageId: uuidv7(),
  message: { id: uuidv7(), parts: [{ type: 'text', text }] },
  settings: { model: 'openai/gpt-5-mini' }
})

async function readHealth() {
  const response = await health(new Request('http://127.0.0.1:3000/api/health'), none)
  return { code: response.status, ...(await response.json()) }
}

/** What the test's code logs, as objects, when everything is logged. */
function watchLog(): { text(): string; lines(): Record<string, unknown>[] } {
  process.env.LOG_LEVEL = 'debug'
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => {
    process.env.LOG_LEVEL = 'error'
    write.mockRestore()
  })
  const text = () => write.mock.calls.map(([line]) => String(line)).join('')
  return {
    text,
    lines: () =>
      text()
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line))
  }
}

describe('health', () => {
  useDatabase()
  beforeEach(() => {
    globalThis.stenoProcess = undefined
  })
  afterEach(() => {
    globalThis.stenoProcess = undefined
  })

  test('B12 is ready between the start and the end of the process only', async () => {
    expect(await readHealth()).toMatchObject({ code: 503, status: 'starting', live: true, ready: false })
    serve()
    expect(await readHealth()).toEqual({
      code: 200,
      status: 'ok',
      live: true,
      ready: true,
      version: expect.any(String),
      liveTurns: 0,
      journalLagMs: 0,
      loopDelayMs: expect.any(Number),
      walBytes: expect.any(Number),
      freeBytes: expect.any(Number),
      slowestCommitMs: expect.any(Number),
      warnings: []
    })
    drain()
    expect(await readHealth()).toMatchObject({ code: 503, status: 'draining', ready: false })
    const refused = await chat(withBody('POST', question('Too late.')), none)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await refused.json()).error).toMatchObject({ code: 'stopping', retryable: true })
    expect(await database().message.count()).toBe(0)
  })

  test('B12 a damaged page stops writing, not reading, and is not called healthy', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'It is there.' })
    await driver.ask('Is it there?')
    serve()
    await database().$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
    await closeDatabase()
    const reader = new Database(env.databaseFile)
    const [page] = reader.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'Generation_openRouterId_key'`).raw().get() as number[]
    reader.close()
    writeSync(openSync(env.databaseFile, 'r+'), Buffer.alloc(512, 0xa5), 0, 512, ((page ?? 0) - 1) * 512)

    const log = watchLog()
    const refused = await chat(withBody('POST', question('And now?')), none)
    expect([refused.status, (await refused.json()).error]).toMatchObject([503, { code: 'storage_corrupt', retryable: false }])
    expect(await readHealth()).toMatchObject({ code: 503, status: 'storage_corrupt' })
    const { conversationId } = driver
    const read = await readConversation(new Request('http://127.0.0.1:3000/api'), params({ conversationId }))
    expect([read.status, (await read.json()).messages]).toMatchObject([200, [{}, { parts: [{}, { text: 'It is there.' }] }]])
    expect(log.lines()).toContainEqual(expect.objectContaining({ level: 'error', event: 'http.error', answer: 'storage_corrupt' }))
  })
})

describe('the log', () => {
  useDatabase()

  test('every refusal has a line under the id that its answer carries', async () => {
    await ConversationDriver.open()
    const log = watchLog()
    const path = params({ conversationId: uuidv7() })
    const missing = await readConversation(new Request('http://127.0.0.1:3000/api/conversations/x?query=canary'), path)
    const requestId = missing.headers.get('x-request-id')
    expect((await missing.json()).error.requestId).toBe(requestId)
    expect(log.lines()).toEqual([
      expect.objectContaining({
        level: 'info',
        event: 'http.refused',
        requestId,
        status: 404,
        answer: 'not_found',
        path: '/api/conversations/x'
      })
    ])
  })

  test('S1 holds nothing of question, thought, answer, tool call and key at its most talkative, and names an answer that failed', async () => {
    const driver = await ConversationDriver.open()
    const log = watchLog()
    await driver.script(
      {
        reasoning: 'canary thought',
        text: 'canary answer',
        toolCalls: [{ name: 'calculator', arguments: '{"expression":"20 * 50 + 111111"}' }]
      },
      { text: 'canary end' }
    )
    await driver.ask('canary question', { systemPrompt: 'canary instructions' })
    await driver.script({ text: 'canary half', error: { kind: 'E1', after: 2 } })
    const failed = await driver.ask('canary again')
    await chat(withBody('POST', question('canary over http')), none).then(response => response.text())
    await chat(withBody('POST', { ...question('canary'), canary: 'canary' }), none)
    expect(log.text()).not.toMatch(/canary|111111|sk-or/)
    expect(log.lines().map(({ event }) => event)).toEqual(expect.arrayContaining(['turn.failed', 'http.answer', 'http.refused']))
    expect(log.lines()).toContainEqual(
      expect.objectContaining({ event: 'turn.failed', messageId: failed.id, failure: failed.metadata?.failure?.code })
    )
  })
})
