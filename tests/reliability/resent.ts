import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { sideBySide, type Tally } from './side-by-side.ts'
import { trialBuild } from './trial-build.ts'
import { type App, type Chance, openWorld, type World } from './trial-world.ts'

/** P6: a send whose answer never came is sent again, after a crash or a dead line: one message, at most one request upstream. */
export async function resentAfterCrash(trials: number, chance: Chance): Promise<Verdict> {
  const root = trialBuild()
  const { losses, counted } = await sideBySide(trials, chance, (share, own) => crashAndResend(root, share, own))
  return { promise: 'P6 crash between insert and call, resent', trials, losses, notes: `${counted.inserted} were on disk` }
}

async function crashAndResend(root: string, trials: number, chance: Chance): Promise<Tally<'inserted'>> {
  const world = await openWorld(chance, { root })
  const losses: string[] = []
  let inserted = 0
  try {
    await (await world.start()).stop()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      await world.control.script({ text: 'Once.' }, { text: 'Twice.' })
      const turn = turnOf('openai/gpt-5-mini', `Crash ${trial}`)
      // Before the question is on disk, or after it and before the call.
      const passage = 1 + chance.below(2)
      const dying = await world.start({ BARRIER: `open:${passage}` })
      const first = await post(dying.origin, turn).catch(() => null)
      await first?.body?.cancel().catch(() => undefined)
      const end = await Promise.race([dying.exited, sleep(5000, null)])
      const app = await world.start()
      const before = await stored(app.origin, turn)
      if (before) inserted += 1
      if (end !== 'SIGKILL') losses.push(`trial ${trial}: the server did not come to the barrier`)
      losses.push(...(await lossesOfResend(world, app, turn)).map(loss => `trial ${trial}, passage ${passage}: ${loss}`))
      if (before && before.status !== 'interrupted') losses.push(`trial ${trial}: after the crash the answer is ${before.status}`)
      await app.stop()
    }
  } finally {
    await world.close()
  }
  return { losses, counted: { inserted } }
}

/** P6: the line dies at a random moment before or within the answer, and the browser sends the same once more. */
export async function resentOverDeadLine(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  let cut = 0
  try {
    const app = await world.start()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      await world.control.script({ text: 'Once. '.repeat(20), tokensPerSecond: 200, tokenCharacters: 6 }, { text: 'Twice.' })
      const turn = turnOf('openai/gpt-5-mini', `Dead line ${trial}`)
      if (await postAndCut(app, turn, chance.below(15))) cut += 1
      losses.push(...(await lossesOfResend(world, app, turn)).map(loss => `trial ${trial}: ${loss}`))
    }
  } finally {
    await world.close()
  }
  return { promise: 'P6 line cut before the answer, resent', trials, losses, notes: `${cut} cut before the headers` }
}

async function lossesOfResend(world: World, app: App, turn: TurnRequest): Promise<string[]> {
  const losses: string[] = []
  const again = await post(app.origin, turn)
  const shown = nothingShown()
  await read(again, shown)
  const other = await post(app.origin, { ...turn, settings: { ...turn.settings, temperature: 1 } })
  await other.body?.cancel()
  const requests = await world.control.requests()
  const answer = await stored(app.origin, turn)
  if (again.status !== 200) losses.push(`sent again it was answered ${again.status}`)
  if (requests.length > 1) losses.push(`${requests.length} requests went upstream`)
  if (other.status !== 422) losses.push(`another body was answered ${other.status}`)
  if (answer?.text !== shown.text) losses.push(`shown is "${shown.text}", stored "${answer?.text}"`)
  if (!shown.done) losses.push('the repeated send did not come to its end')
  return losses
}

/** Posts, and cuts the connection after so many milliseconds. `true`: before the server had answered. */
async function postAndCut(app: App, turn: TurnRequest, afterMs: number): Promise<boolean> {
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }
  const request = http.request(`${app.origin}/api/chat`, { method: 'POST', headers, agent: false })
  let answered = false
  request.on('response', response => {
    answered = true
    response.on('error', () => undefined)
  })
  request.on('error', () => undefined)
  request.end(JSON.stringify(turn))
  await sleep(afterMs)
  request.socket?.resetAndDestroy()
  request.destroy()
  return !answered
}

/** P6: a conversation that is being answered takes no second turn, and says which answer it is that runs. */
export async function secondTurn(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  try {
    const app = await world.start()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      await world.control.script({ text: 'One at a time. '.repeat(32), tokensPerSecond: 150 }, { text: 'Another.' })
      const turns = [turnOf('openai/gpt-5-mini', 'First'), turnOf('openai/gpt-5-mini', 'Second')]
      const conversationId = turns[0]?.conversationId ?? ''
      const answers = await Promise.all(
        turns.map(async turn => {
          await sleep(chance.below(20))
          return await post(app.origin, { ...turn, conversationId })
        })
      )
      const winner = answers.findIndex(({ status }) => status === 200)
      const refused = answers.find(({ status }) => status !== 200)
      const body: { error?: { code: string; messageId?: string } } | undefined = await refused?.json()
      if (refused?.status !== 409 || body?.error?.code !== 'turn_active')
        losses.push(`trial ${trial}: answered ${answers.map(({ status }) => status)}`)
      if (body?.error?.messageId !== turns[winner]?.assistantMessageId) losses.push(`trial ${trial}: another message is named`)
      const shown = nothingShown()
      const running = answers[winner]
      if (running) await read(running, shown)
      const requests = await world.control.requests()
      if (requests.length !== 1) losses.push(`trial ${trial}: ${requests.length} requests went upstream`)
      if (!shown.done) losses.push(`trial ${trial}: the first one did not come to its end`)
    }
  } finally {
    await world.close()
  }
  return { promise: 'P6 two turns at once: one, and 409', trials, losses, notes: '' }
}
