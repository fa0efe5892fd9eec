import { expect, vi } from 'vitest'
import type { Failure } from '../../lib/chat/failure.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { database } from '../../lib/db/client.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { ConversationDriver, defaultModel } from './conversation-driver.ts'
import { question } from './fixture-turn.ts'

export interface FailedTurn {
  message: ChatMessage
  failure: Failure
  /** How often the upstream was asked. */
  calls: number
  rows: Awaited<ReturnType<ConversationDriver['ledger']>>
}

/** One question whose turn fails, as stored. Each try of it is the same whole request. Neither the account nor a key is in any row or log line, whatever was quoted. */
export async function failedTurn(steps: ScriptStep[]): Promise<FailedTurn> {
  const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const driver = await ConversationDriver.open()
  await driver.script(...steps)
  const message = await driver.ask('Go.')
  const kept = (await everythingStored()) + JSON.stringify(logged.mock.calls)
  logged.mockRestore()
  const { failure } = message.metadata ?? {}
  if (!failure) throw new Error(`The turn ended ${message.metadata?.status}`)
  expect(/user_id|user_2sim|sk-or-v1-\w/.exec(kept)).toBeNull()
  const requests = await driver.requests()
  const rows = await driver.ledger(message.id)
  const tries = rows.filter(({ position }) => position === 0).length
  const asked = driver.requestFor([question('Go.', defaultModel)])
  expect(requests.slice(0, tries)).toEqual(Array(tries).fill(asked))
  return { message, failure, calls: requests.length, rows }
}

async function everythingStored(): Promise<string> {
  const tables = [
    await database().conversation.findMany(),
    await database().message.findMany(),
    await database().step.findMany(),
    await database().generation.findMany(),
    await database().turnEvent.findMany()
  ]
  return JSON.stringify(tables, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
}
