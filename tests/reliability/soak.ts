import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, type Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const streams = 50
const sampleMs = 5000
/** The part of the time, at its start, in which memory may grow: code is compiled, caches fill. */
const warmUp = 0.2
const allowedMbPerMinute = 1
const allowedDescriptors = 2
/** After which an idle connection is closed: ours to the server, and the server's to an upstream that keeps them for 75 s. */
const idleMs = 6000
const idleUpstreamMs = 80_000

interface Sample {
  minute: number
  megabytes: number
}

/** P18: answers without end, whose readers come and go, cost neither memory nor sockets. */
export async function soak(minutes: number, chance: Chance): Promise<Verdict> {
  // Without what other trials have left for faster starts: its memory is measured.
  const world = await openWorld(chance, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } })
  const losses: string[] = []
  const samples: Sample[] = []
  const delays: number[] = []
  let answers = 0
  let drops = 0
  try {
    const app = await world.start()
    const pid = app.child.pid ?? 0
    // What the first answer opens for good belongs to the baseline.
    await followOne(world, app, chance)
    await sleep(idleMs)
    const before = descriptorsOf(pid)
    const startedAt = performance.now()
    const elapsed = () => (performance.now() - startedAt) / 60_000
    const sampling = (async () => {
      while (elapsed() < minutes) {
        samples.push({ minute: elapsed(), megabytes: memoryOf(pid) })
        delays.push(await healthDelay(app))
        await sleep(sampleMs)
      }
    })()
    const reading = Array.from({ length: streams }, async () => {
      while (elapsed() < minutes) {
        const one = await followOne(world, app, chance)
        answers += 1
        drops += one.drops
        losses.push(...one.losses)
        // A simulator that remembers every call would be what grows, and slows the machine down.
        if (answers % 500 === 0) await world.control.clear()
      }
    })
    await Promise.all([sampling, ...reading])
    await sleep(idleUpstreamMs)
    const after = descriptorsOf(pid)
    const slope = slopeOf(samples.filter(({ minute }) => minute >= minutes * warmUp))
    if (slope >= allowedMbPerMinute) losses.push(`memory grows by ${slope.toFixed(2)} MB a minute`)
    if (Math.abs(after - before) > allowedDescriptors) losses.push(`${before} descriptors before, ${after} after`)
    const slowest = delays.toSorted((left, right) => left - right)[Math.floor(delays.length * 0.99)] ?? 0
    // A slope alone does not tell a leak from a cache that fills.
    const byMinute = samples.filter((sample, at) => at === 0 || Math.floor(sample.minute) > Math.floor(samples[at - 1]?.minute ?? 0))
    const range = [...byMinute, ...samples.slice(-1)].map(({ megabytes }) => Math.round(megabytes)).join(' ')
    return {
      promise: `P18 ${minutes} minutes of ${streams} answers`,
      trials: answers,
      losses,
      notes: `${drops} drops, ${slope.toFixed(2)} MB a minute (by the minute ${range}), ${before} descriptors, then ${after}, health p99 ${Math.round(slowest)} ms`
    }
  } finally {
    await world.close()
  }
}

/** One answer from its question to its end, by a reader that drops its connection now and then and comes back. */
async function followOne(world: World, app: App, chance: Chance): Promise<{ drops: number; losses: string[] }> {
  await world.control.script(slowAnswer(chance))
  const turn = turnOf('openai/gpt-5-mini', 'Go on for a while.')
  const shown = nothingShown()
  let drops = 0
  let response: Response | null = await post(app.origin, turn)
  while (response && !shown.done) {
    const until = shown.seqs.length + 1 + chance.below(40)
    await read(response, shown, soFar => soFar.seqs.length >= until && !soFar.done)
    if (shown.done) break
    drops += 1
    await sleep(chance.below(300))
    const next: Response = await fetch(`${app.origin}/api/chat/${turn.assistantMessageId}/stream?after=${shown.seqs.at(-1) ?? 0}`)
    if (next.status !== 200) await next.body?.cancel()
    response = next.status === 200 ? next : null
  }
  const answer = await stored(app.origin, turn)
  const isWhole = answer?.status === 'complete' && answer.text.startsWith(shown.text)
  return { drops, losses: isWhole ? [] : [`message ${turn.assistantMessageId}: ${answer?.status}, and not what was shown`] }
}

/** How long the server takes for the smallest of answers: above all the delay of its event loop. */
async function healthDelay(app: App): Promise<number> {
  const startedAt = performance.now()
  await (await fetch(`${app.origin}/api/health`)).text()
  return performance.now() - startedAt
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** Of the straight line that fits best, per minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const minutes = mean(samples.map(({ minute }) => minute))
  const megabytes = mean(samples.map(sample => sample.megabytes))
  const above = samples.reduce((sum, sample) => sum + (sample.minute - minutes) * (sample.megabytes - megabytes), 0)
  return above / samples.reduce((sum, { minute }) => sum + (minute - minutes) ** 2, 0)
}
