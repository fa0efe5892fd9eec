/** Who joins an answer while nothing comes is told for how long that has been so. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { GET } from '../../app/api/chat/[messageId]/stream/route.ts'
import { hub } from '../../lib/turn/hub.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { readUntil } from '../turn/read-until.ts'

/** What a reader is sent at once. */
async function firstOf(messageId: string, query: string): Promise<string> {
  const joined = await GET(new Request(`http://127.0.0.1:3000/api${query}`), { params: Promise.resolve({ messageId }) })
  const reader = joined.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader?.read())?.value ?? ''
  await reader?.cancel()
  return first
}

describe('an answer that is silent', () => {
  useDatabase()

  test('is said to be so by the server’s clock, and not in what is stored', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One two three.', stall: { after: 1, seconds: 60 } })
    const { assistantMessageId, stream } = await driver.start('Go.')
    await readUntil(stream, 'One')
    await sleep(400)
    const first = await firstOf(assistantMessageId, '')
    const start = JSON.parse(/^data: (.*)$/m.exec(first)?.[1] ?? '')
    const shown = Number(/^id: (\d+)$/m.exec(first)?.[1])
    expect(start.messageMetadata.quietMs).toBeGreaterThanOrEqual(399)
    expect(start.messageMetadata.quietMs).toBeLessThan(30_000)

    const back = await firstOf(assistantMessageId, `?after=${shown}`)
    expect(back).not.toMatch(/^id:/m)
    const chunk = JSON.parse(/^data: (.*)$/m.exec(back)?.[1] ?? '')
    expect(chunk).toEqual({ type: 'message-metadata', messageMetadata: { quietMs: expect.any(Number) } })
    expect(chunk.messageMetadata.quietMs).toBeGreaterThanOrEqual(start.messageMetadata.quietMs)
    await hub().endAll(new Error('over'))
    expect(await driver.message(assistantMessageId)).not.toHaveProperty('metadata.quietMs')
  })
})
