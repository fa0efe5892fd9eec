import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { FailureAction } from '../../components/chat/failure-action.ts'
import { failureWords } from '../../components/chat/failure-words.ts'
import { keptOf } from '../../components/chat/kept.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { FailureCode } from '../../lib/chat/failure.ts'
import type { ChatMessage, MessageStatus } from '../../lib/chat/message.ts'
import type { StreamTimeouts } from '../../lib/chat/timeouts.ts'
import { database } from '../../lib/db/client.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { ConversationDriver, textOf } from '../turn/conversation-driver.ts'

/** What becomes of a call's price: free of charge, paid with an amount, or never to be known. */
type LedgerState = 'nothing' | 'paid' | 'unknown'

/** One fault and everything that must come of it. */
export interface Fault {
  /** `F01 …`: the row of the table, and what goes wrong. */
  title: string
  /** As the simulator plays it; the last step is for what must not be asked. */
  steps: ScriptStep[]
  timeouts?: Partial<StreamTimeouts>
  status: MessageStatus
  /** Absent: the answer has no failure. */
  code?: FailureCode
  text?: string
  thought?: string
  /** Calls upstream. */
  hits: number
  /** A row for each call, in order. */
  ledger: readonly LedgerState[]
  /** The failure card's title and its next steps, the likely one first. */
  card?: readonly [title: string, ...actions: string[]]
  /** Where else to look: facts of the stored failure. */
  failure?: Record<string, unknown>
}

/** For `test.each`, which would cut a title that it takes from an object. */
export function titled(faults: Fault[]): [string, Fault][] {
  return faults.map(fault => [fault.title, fault])
}

/** Asks once, lets the cost be looked up, and compares what is stored, what was called, what it cost and what the page says. */
export async function expectFault(fault: Fault): Promise<void> {
  const driver = await ConversationDriver.open()
  if (fault.timeouts) await saveUserSettings(localUserId, { timeouts: fault.timeouts })
  await driver.script(...fault.steps)
  const { id } = await driver.ask('Go.')
  await expectEnd(driver, id, fault)
  expect(await database().toolCall.count(), 'tools that ran').toBe(0)
  expect(Reflect.has({}, 'polluted')).toBe(false)
}

/** What a turn that has ended must have left. */
export async function expectEnd(driver: ConversationDriver, id: string, fault: Omit<Fault, 'steps'>): Promise<void> {
  const message = await driver.message(id)
  const { status, failure, costState } = message.metadata ?? {}
  expect({ status, code: failure?.code, text: textOf(message), thought: thoughtOf(message) }).toEqual({
    status: fault.status,
    code: fault.code,
    text: fault.text ?? '',
    thought: fault.thought ?? ''
  })
  if (fault.failure) expect(failure).toMatchObject(fault.failure)
  expect(cardOf(message)).toEqual(fault.card)
  expect(await driver.requests()).toHaveLength(fault.hits)
  // While a price is not known it is never called nothing.
  if (fault.ledger.includes('unknown')) expect(costState).not.toBe('billed')
  expect(await settledLedger(driver, id)).toEqual(fault.ledger)
  const paid = (await driver.ledger(id)).reduce((sum, row) => sum + (row.costPicoUsd ?? 0n), 0n)
  if (!fault.ledger.includes('unknown')) expect(paid).toBe(await driver.billPicoUsd())
}

/** The ledger's states once nothing is left to look up. */
async function settledLedger(driver: ConversationDriver, id: string): Promise<string[]> {
  for (let lookup = 0; ; lookup++) {
    const rows = await driver.ledger(id)
    if (rows.every(({ costState }) => costState !== 'pending') || lookup === 40) {
      return rows.map(({ costState, costPicoUsd }) => (costState !== 'billed' ? costState : costPicoUsd === 0n ? 'nothing' : 'paid'))
    }
    await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
    await sleep(50)
  }
}

function thoughtOf(message: ChatMessage): string {
  return message.parts.flatMap(part => (part.type === 'reasoning' ? [part.text] : [])).join('')
}

/** The words of the failure card, as the page shows them. */
function cardOf(message: ChatMessage): string[] | undefined {
  const { metadata } = message
  if (!metadata?.failure) return undefined
  const { title, sentence, actions } = failureWords({ failure: metadata.failure, metadata, kept: keptOf(message) })
  if (textOf(message) !== '') expect(sentence).toContain('The text above is kept.')
  return [title, ...actions.map(wordOf)]
}

function wordOf(action: FailureAction): string {
  switch (action.type) {
    case 'model':
      return action.label
    case 'page':
      return `page ${action.page}`
    case 'limit':
      return `limit ${action.maxTokens}`
    case 'provider':
      return `not ${action.ignore}`
    case 'fallback':
      return action.model
    default:
      return action.type
  }
}
