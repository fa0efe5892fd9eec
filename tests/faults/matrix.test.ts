/** The fault table put to the test: for each fault what is stored, how often the upstream is asked, what it costs and what the page says. */
import { describe, expect, test } from 'vitest'
import { database } from '../../lib/db/client.ts'
import { useDatabase } from '../setup/database.ts'
import { breaks, silences } from './broken-streams.ts'
import { expectFault } from './faulty-turn.ts'
import { oddAnswers } from './odd-answers.ts'
import { refusals } from './refusals.ts'

describe('faults', () => {
  useDatabase()

  test.each([...refusals, ...silences, ...breaks, ...oddAnswers])('$title', async fault => {
    await expectFault(fault)
    expect(await database().toolCall.count()).toBe(0)
    expect(Reflect.has({}, 'polluted')).toBe(false)
  })
})
