/** Promises B4 and C3: a stopped turn keeps what was shown, and its cost is looked up. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { billsAfterStop } from '../../components/chat/bills-after-stop.ts'
import { type ChatActions, ChatActionsContext } from '../../components/chat/chat-actions.ts'
import { Outcome } from '../../components/chat/outcome.tsx'
import { localUserId } from '../../lib/auth/local-user.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { question } from './fixture-turn.ts'
import { readUntil } from './read-until.ts'

/** Nothing is pressed here. */
const nothing = () => undefined
const actions: ChatActions = {
  retry: nothing,
  stopCounting: nothing,
  goOn: nothing,
  showBranchOf: nothing,
  editQuestion: nothing,
  openModels: nothing
}

async function untilBilled(driver: ConversationDriver, messageId: string): Promise<void> {
  await expect
    .poll(async () => {
      await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
      return (await driver.message(messageId)).metadata?.costState
    })
    .toBe('billed')
}

describe('a stopped turn', () => {
  useDatabase()

  test('D15 drops the connection, keeps its text, is billed for what was sent, and the conversation goes on', async () => {
    const driver = await ConversationDriver.open()
    const model = 'openai/gpt-4o'
    await driver.script({ text: 'One two three four five six.', stall: { after: 3, seconds: 60 } }, { text: 'Seven.' })
    const { assistantMessageId, stream } = await driver.start('Count.', { model })
    await readUntil(stream, 'thre')
    const stopped = await stopTurn(localUserId, assistantMessageId)
    expect(stopped.metadata).toMatchObject({ status: 'stopped', costState: 'pending' })
    expect(stopped.metadata).not.toHaveProperty('costPicoUsd')
    expect(textOf(stopped)).toBe('One two thre')
    await expect.poll(() => driver.streams()).toMatchObject([{ state: 'aborted', completionTokens: 3 }])
    await untilBilled(driver, assistantMessageId)
    const [row] = await driver.ledger(assistantMessageId)
    expect(row?.costPicoUsd).toBe(await driver.billPicoUsd())
    expect(row?.costPicoUsd).toBeGreaterThan(0n)
    await driver.ask('Go on.', { model })
    const [first, next] = await driver.requests()
    expect(next).toEqual({ ...first, messages: [question('Count.'), { role: 'assistant', content: 'One two thre' }, question('Go on.')] })
  })

  test.each([
    ['Google AI Studio', 'Google AI Studio goes on after a stop and bills the whole answer, also what is not shown.'],
    ['OpenAI', null]
  ])('of %s says whether what follows is billed unseen', async (provider, words) => {
    const driver = await ConversationDriver.open()
    await driver.script({ provider, text: 'One two three four five six.', stall: { after: 3, seconds: 60 } })
    const { assistantMessageId, stream } = await driver.start('Count.')
    await readUntil(stream, 'thre')
    await stopTurn(localUserId, assistantMessageId)
    await untilBilled(driver, assistantMessageId)
    const message = await driver.message(assistantMessageId)
    expect(billsAfterStop(message)).toBe(words)
    const { metadata } = message
    if (!metadata) throw new Error('No metadata')
    const outcome = createElement(Outcome, { message, metadata, busy: false, countdown: null })
    const shown = renderToStaticMarkup(createElement(ChatActionsContext, { value: actions }, outcome))
    expect(shown).toContain(`Stopped by you`)
    expect(shown.includes('goes on after a stop')).toBe(words !== null)
  })
})
