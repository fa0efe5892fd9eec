/** The limits of time are the user's: rows 17, 18 and 19 of the fault matrix, with short settings. */
import { describe, expect, test } from 'vitest'
import { PATCH } from '../../app/api/settings/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from '../turn/conversation-driver.ts'

async function patched(timeouts: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const request = new Request('http://127.0.0.1:3000/api/settings', { method: 'PATCH', headers, body: JSON.stringify({ timeouts }) })
  return (await PATCH(request, { params: Promise.resolve({}) })).status
}

describe('timeouts that the user has set', () => {
  useDatabase()

  test.each([
    ['no bytes', false, { silenceMs: 1000 }],
    ['comments only', true, { stalledMs: 1500 }]
  ] as const)('%s in the middle of an answer: interrupted, its text kept, one call', async (_name, comments, timeouts) => {
    const driver = await ConversationDriver.open()
    await saveUserSettings(localUserId, { timeouts })
    await driver.script({ text: 'Hello world', stall: { after: 1, seconds: 30, comments } })
    const message = await driver.ask('Go.')
    expect(message.metadata).toMatchObject({ status: 'interrupted', failure: { code: 'stalled' } })
    expect(textOf(message)).toBe('Hell')
    expect(await driver.requests()).toHaveLength(1)
  })

  test.each([{ headersMs: 999 }, { totalMs: 14_400_001 }, { silenceMs: 1000.5 }, { other: 1 }, { stalledMs: null }])(
    '%j is refused',
    async timeouts => {
      await ConversationDriver.open()
      expect(await patched(timeouts)).toBe(400)
    }
  )

  test('within bounds they are taken', async () => {
    await ConversationDriver.open()
    expect(await patched({ headersMs: 1000, totalMs: 14_400_000 })).toBe(200)
  })
})
