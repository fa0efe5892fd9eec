/** Rows 14, 41, 44 and 62 of the fault table: an upstream that cannot be reached, a tool, the user, and Steno itself. */
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
import { closedPort, hanging, noSuchHost, plainSpeaking, resetBeforeRequest, resetBehindRequest, unknownIssuer } from './unreachable.ts'

const sum = { name: 'calculator', arguments: '{"expression":"1+1"}' }

describe('an upstream that cannot be reached', () => {
  useDatabase()

  /** Asks once where nobody can answer. */
  async function askAt(url: string): Promise<{ driver: ConversationDriver; id: string; durationMs: number }> {
    const driver = await ConversationDriver.open()
    await upstreamOf(localUserId)
    const reachable = globalThis.stenoDemoUpstream
    onTestFinished(() => {
      globalThis.stenoDemoUpstream = reachable
    })
    globalThis.stenoDemoUpstream = Promise.resolve({ url: `${url}/api/v1` })
    const startedAt = performance.now()
    const { id } = await driver.ask('Go.')
    const durationMs = performance.now() - startedAt
    globalThis.stenoDemoUpstream = reachable
    return { driver, id, durationMs }
  }

  test.each([
    ['F14 a closed port', closedPort, 3, /connection was refused/],
    ['F14 a name that does not resolve', noSuchHost, 3, /name could not be resolved/],
    ['F14 a connection that is reset before it is secure', resetBeforeRequest, 3, /connection was reset/],
    ['F14 a certificate that nobody vouches for', unknownIssuer, 1, /certificate was not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
    ['F14 TLS with somebody who does not speak it', plainSpeaking, 1, /no secure connection could be made \(ERR_SSL_\w+\)/]
  ] as const)('%s: named, ended within ten seconds, and not billed', async (_name, urlOf, tries, message) => {
    const { driver, id, durationMs } = await askAt(await urlOf())
    expect(durationMs).toBeLessThan(10_000)
    await expectEnd(driver, id, {
      title: 'F14',
      status: 'failed',
      code: 'network',
      hits: 0,
      ledger: Array.from({ length: tries }, () => 'nothing'),
      failure: { message: expect.stringMatching(message), retryable: tries > 1 },
      card: ['No connection to OpenRouter', 'retry']
    })
  })

  test('F14 a connection that does not come about: given up after ten seconds, not tried again, not billed', async () => {
    const { driver, id, durationMs } = await askAt(await hanging())
    expect(durationMs).toBeGreaterThan(9000)
    expect(durationMs).toBeLessThan(15_000)
    await expectEnd(driver, id, {
      title: 'F14',
      status: 'failed',
      code: 'network',
      hits: 0,
      ledger: ['nothing'],
      failure: { message: expect.stringMatching(/timed out/), retryable: true },
      card: ['No connection to OpenRouter', 'retry']
    })
  }, 30_000)

  test('F14 a connection that is reset behind the request may have been billed', async () => {
    const { driver, id } = await askAt(await resetBehindRequest())
    const ledger = ['unknown', 'unknown', 'unknown'] as const
    await expectEnd(driver, id, {
      title: 'F14',
      status: 'failed',
      code: 'network',
      hits: 0,
      ledger,
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
