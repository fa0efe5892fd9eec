import { setTimeout as sleep } from 'node:timers/promises'
import { lossesOfLedger } from './books.ts'
import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, type Chance, openWorld } from './trial-world.ts'

/** Side by side, each against its own end. */
const races = 10
const text = 'The tide turns at noon, and the ferry waits for nobody. '.repeat(3)

interface Race {
  conversationId: string
  status: string
  losses: string[]
}

/** P5: Stop against the end. The first commit wins: complete and whole, or stopped with what was shown; never both, and no tail is lost. */
export async function stopRaces(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  const statuses = new Map<string, number>()
  const conversations: string[] = []
  try {
    const app = await world.start()
    for (let made = 0; made < trials; made += races) {
      await world.control.clear()
      const tokens = Math.ceil(text.length / 12)
      await world.control.script(...Array.from({ length: races }, () => ({ text, tokenCharacters: 12, tokensPerSecond: 100 })))
      const results = await Promise.all(Array.from({ length: races }, () => race(app, tokens * 10 + (chance.below(120) - 70))))
      for (const { conversationId, status, losses: found } of results) {
        conversations.push(conversationId)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        losses.push(...found)
      }
      const own = results.map(({ conversationId }) => conversationId)
      losses.push(...(await lossesOfLedger(world, own, await world.control.requests())))
    }
    // A race that one side always wins shows nothing.
    if (trials >= 50 && (!statuses.has('stopped') || !statuses.has('complete')))
      losses.push(`they all ended ${[...statuses.keys()].join()}`)
  } finally {
    await world.close()
  }
  const notes = [...statuses].map(([status, count]) => `${count} ${status}`).join(', ')
  return { promise: 'P5 Stop against the end: one wins', trials: conversations.length, losses, notes }
}

async function race(app: App, afterMs: number): Promise<Race> {
  const turn = turnOf('openai/gpt-5-mini', 'Go.')
  const shown = nothingShown()
  const late = nothingShown()
  const response = await post(app.origin, turn)
  const reading = read(response, shown)
  await sleep(afterMs)
  const stop = await fetch(`${app.origin}/api/chat/${turn.assistantMessageId}/stop`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: '{}'
  })
  const said: { status?: string } = await stop.json()
  const answer = await stored(app.origin, turn)
  await reading
  await read(await post(app.origin, turn), late)
  const losses: string[] = []
  const where = `message ${turn.assistantMessageId}`
  if (answer?.status !== 'stopped' && answer?.status !== 'complete') losses.push(`${where}: ended as ${answer?.status}`)
  if (said.status !== answer?.status) losses.push(`${where}: Stop was told ${said.status}, stored is ${answer?.status}`)
  if (answer?.text !== shown.text) losses.push(`${where}: ${shown.text.length} characters shown, ${answer?.text.length} stored`)
  if (answer?.status === 'complete' && answer.text !== text) losses.push(`${where}: complete without its tail`)
  if (!shown.done || late.text !== shown.text) losses.push(`${where}: who comes later reads something else`)
  if (shown.status !== answer?.status) losses.push(`${where}: the stream said ${shown.status}, stored is ${answer?.status}`)
  return { conversationId: turn.conversationId, status: answer?.status ?? 'gone', losses }
}
