/** Promise B2: what is asked of one conversation at the same instant is not answered twice at once. */
import { describe, expect, test } from 'vitest'
import { database } from '../../lib/db/client.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'

describe('two questions at the same instant', () => {
  useDatabase()

  test('one is answered, the other is told so and leaves nothing behind', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'First.' }, { text: 'Second.' })
    const answer = await driver.ask('Go.')
    const one = driver.start('One?')
    driver.continueFrom(answer)
    const both = await Promise.allSettled([one, driver.start('Another?')])
    for (const started of both) if (started.status === 'fulfilled') await new Response(started.value.stream).text()
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { httpStatus: 409, code: 'turn_active' } })
    expect(await database().message.count()).toBe(4)
    expect(await database().generation.count()).toBe(2)
    expect(await driver.requests()).toHaveLength(2)
  })
})
