/** Rows 14, 41, 44 and 62 of the fault table: an upstream that cannot be reached, a tool, the user, and Steno itself. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FailureDetails } from '../../components/chat/failure-details.tsx'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { database } from '../../lib/db/client.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from '../turn/conversation-driver.ts'
import { readUntil } from '../turn/read-until.ts'
import { expectEnd } from './faulty-turn.ts'

/** Somewhere nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/api/v1`
}

const sum = { name: 'calculator', arguments: '{"expression":"1+1"}' }

describe('an upstream that cannot be reached', () => {
  useDatabase()

  test.each([
    ['F14 a closed port', closedPort, /refused/, true],
    ['F14 a name that does not resolve', () => 'http://no-such-host.invalid/api/v1', /could not be resolved|not found|name/, true],
    ['F14 TLS that fails', (simulator: string) => simulator.replace('http:', 'https:'), /certificate/, false]
  ] as const)('%s: named, and ended within ten seconds', async (_name, urlOf, message, retryable) => {
    const driver = await ConversationDriver.open()
    const { baseUrl } = await upstreamOf(localUserId)
    const reachable = globalThis.stenoDemoUpstream
    onTestFinished(() => {
      globalThis.stenoDemoUpstream = reachable
    })
    globalThis.stenoDemoUpstream = Promise.resolve({ url: await urlOf(baseUrl) })
    const startedAt = performance.now()
    const { id } = await driver.ask('Go.')
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    globalThis.stenoDemoUpstream = reachable
    await expectEnd(driver, id, {
      title: 'F14',
      status: 'failed',
      code: 'network',
      hits: 0,
      // What did not answer cannot be asked what it cost.
      ledger: retryable ? ['unknown', 'unknown', 'unknown'] : ['unknown'],
      failure: { message: expect.stringMatching(message), retryable },
      card: ['No connection to OpenRouter', 'retry']
    })
  })
})

describe('a tool', () => {
  useDatabase()

  test('F41 that takes too long is told to the model once, and the answer goes on', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ toolCalls: [{ name: 'calculator', arguments: '{"expression":"ones(9000,9000)"}' }] }, { text: 'Without it.' })
    const { id } = await driver.ask('Go.')
    await expectEnd(driver, id, { title: 'F41', status: 'complete', text: 'Without it.', hits: 2, ledger: ['paid', 'paid'] })
    expect(await database().toolCall.findMany()).toMatchObject([{ status: 'error' }])
  })
})

describe('the user', () => {
  useDatabase()

  test('F44 stops: upstream is left within a second, the text stays, what was sent is paid', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Hello world', stall: { after: 1, seconds: 60 } })
    const { assistantMessageId, stream } = await driver.start('Go.')
    await readUntil(stream, 'Hell')
    await stopTurn(localUserId, assistantMessageId)
    await expect.poll(() => driver.streams(), { timeout: 1000 }).toMatchObject([{ state: 'aborted' }])
    await expectEnd(driver, assistantMessageId, { title: 'F44', status: 'stopped', text: 'Hell', hits: 1, ledger: ['paid'] })
  })
})

/** What stands on stderr of a turn in which Steno itself fails; the process and the conversation go on. */
async function failingInside(
  driver: ConversationDriver,
  trigger: string
): Promise<{ message: ChatMessage; logged: Record<string, unknown>[] }> {
  await database().$executeRawUnsafe(`CREATE TRIGGER "refuse" BEFORE ${trigger} BEGIN SELECT RAISE(ABORT, 'canary'); END`)
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => write.mockRestore())
  const { id } = await driver.ask('Go.')
  const lines = write.mock.calls.map(([line]) => String(line))
  write.mockRestore()
  expect(lines.join('')).not.toContain('canary')
  await database().$executeRawUnsafe('DROP TRIGGER "refuse"')
  return { message: await driver.message(id), logged: lines.map(line => JSON.parse(line)) }
}

describe('Steno itself', () => {
  useDatabase()

  test.each([
    ['a tool’s result', { text: 'Hello', toolCalls: [sum] }, 'UPDATE ON "ToolCall"', 'Hello'],
    [
      'the row of another try',
      { http: { status: 503, headers: { 'Retry-After': '0' } } },
      'INSERT ON "Generation" WHEN NEW."attempt" = 1',
      ''
    ]
  ])('F62 fails over %s: contained, and logged under the id that the card names', async (_what, step, trigger, text) => {
    const driver = await ConversationDriver.open()
    await driver.script(step, { text: 'Goes on.' })
    const { message, logged } = await failingInside(driver, trigger)
    expect(logged).toContainEqual(expect.objectContaining({ event: 'turn.step', messageId: message.id }))
    const failure = message.metadata?.failure
    if (!failure) throw new Error('No failure')
    expect(renderToStaticMarkup(createElement(FailureDetails, { failure, messageId: message.id }))).toContain(message.id)
    await expectEnd(driver, message.id, {
      title: 'F62',
      status: 'failed',
      code: 'internal',
      text,
      hits: 1,
      ledger: [text === '' ? 'nothing' : 'paid'],
      card: text === '' ? ['Something went wrong in Steno', 'retry'] : ['Something went wrong in Steno', 'retry', 'continue']
    })
    expect(textOf(await driver.ask('And now?'))).toBe('Goes on.')
  })
})
