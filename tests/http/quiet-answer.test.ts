/** Who joins an answer while nothing comes is told for how long that has been so. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { GET } from '../../app/api/chat/[messageId]/stream/route.ts'
import { hub } from '../../lib/turn/hub.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { readUntil } from '../turn/read-until.ts'

describe('an answer that is silent', () => {
  useDatabase()

  test('is said to be so by the server’s clock, and not in what is stored', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One two three.', stall: { after: 1, seconds: 60 } })
    const { assistantMessageId, stream } = await driver.start('Go.')
    await readUntil(stream, 'One')
    await sleep(400)
    const joined = await GET(new Request('http://127.0.0.1:3000/api'), { params: Promise.resolve({ messageId: assistantMessageId }) })
    const reader = joined.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = (await reader?.read())?.value ?? ''
    await reader?.cancel()
    const start = JSON.parse(/^data: (.*)$/m.exec(first)?.[1] ?? '')
    expect(start.messageMetadata.quietMs).toBeGreaterThanOrEqual(399)
    expect(start.messageMetadata.quietMs).toBeLessThan(30_000)
    await hub().endAll(new Error('over'))
    expect(await driver.message(assistantMessageId)).not.toHaveProperty('metadata.quietMs')
  })
})
