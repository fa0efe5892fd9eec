// A Steno without its pages, for ledger-truth.test.ts to kill: recovers what the process before it left behind, then goes on with
// the planned conversations, all side by side. Says `turn` for every turn that ended; ends when no cost is open any more.
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { saveApiKey } from '../../../lib/db/api-keys.ts'
import { closeDatabase, database } from '../../../lib/db/client.ts'
import { saveUserSettings } from '../../../lib/db/settings.ts'
import { ensureUser } from '../../../lib/db/users.ts'
import { env } from '../../../lib/env.ts'
import { stopTurn } from '../../../lib/turn/attach.ts'
import { hub } from '../../../lib/turn/hub.ts'
import { reconcileDue } from '../../../lib/turn/reconcile-costs.ts'
import { recoverTurns } from '../../../lib/turn/recover-turns.ts'
import { startTurn } from '../../../lib/turn/start-turn.ts'
import { keyOf, nameOf } from './names.ts'
import { type PlannedConversation, type PlannedTurn, plannedConversations } from './random-turns.ts'

const [seed = 0, first = 0, count = 0] = process.argv.slice(2).map(Number)
const simulator = new URL(env.openRouterBaseUrl).origin

async function script(key: string, steps: unknown[]): Promise<void> {
  const response = await fetch(`${simulator}/__sim/script`, { method: 'POST', body: JSON.stringify({ key, steps }) })
  if (!response.ok) throw new Error(await response.text())
}

async function converse(number: number, { title, turns }: PlannedConversation): Promise<void> {
  const userId = nameOf(number)
  const key = keyOf(number)
  await ensureUser(userId)
  await saveApiKey(userId, { key, label: null, origin: simulator })
  const conversation = await database().conversation.findFirst({ where: { userId } })
  const conversationId = conversation?.id ?? uuidv7()
  const done = await database().message.count({ where: { conversationId, role: 'assistant' } })
  if (done === 0) {
    await saveUserSettings(userId, { titles: title !== null })
    if (title) await script(key, [title])
  }
  let leaf = conversation?.selectedLeafId ?? null
  for (const planned of turns.slice(done)) {
    leaf = await answer(userId, key, conversationId, leaf, planned)
    process.stdout.write('turn\n')
  }
}

async function answer(userId: string, key: string, conversationId: string, parentId: string | null, planned: PlannedTurn): Promise<string> {
  await script(key, planned.steps)
  const assistantMessageId = uuidv7()
  const stream = await startTurn(userId, {
    trigger: 'submit-message',
    conversationId,
    parentId,
    assistantMessageId,
    message: { id: uuidv7(), parts: [{ type: 'text', text: 'What now?' }] },
    settings: { model: planned.model }
  })
  if (planned.stopAfterMs !== null) {
    await sleep(planned.stopAfterMs)
    await stopTurn(userId, assistantMessageId)
  }
  await new Response(stream).text()
  return assistantMessageId
}

/** As days would pass: every look-up is due. Rows of calls that still run are not asked for. */
async function settle(): Promise<void> {
  const open = { costState: 'pending' }
  while ((await database().generation.count({ where: open })) > 0) {
    await reconcileDue(new Date(Date.now() + 100 * 24 * 60 * 60 * 1000))
    await sleep(10)
  }
}

await recoverTurns(new Date())
const conversations = plannedConversations(seed, count)
await Promise.all(conversations.map((planned, index) => converse(first + index, planned)))
await settle()
await hub().shutDown()
await closeDatabase()
