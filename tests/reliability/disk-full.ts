import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { capture } from '../../scripts/processes.mjs'
import { type Asked, ask, lossOf } from './asked.ts'
import { damageIn, lossesOfLedger } from './books.ts'
import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const promise = 'P16 disk full: told, kept, healed'
const streams = 4
const patienceMs = 20_000

/**
 * P16: a disk that is full, a real one of a few megabytes; nothing that was shown is lost, and it heals without a restart. Who may not
 * mount one does so in a namespace of his own, where he is root.
 */
export async function diskFull(trials: number, chance: Chance): Promise<Verdict> {
  const disk = mkdtempSync(path.join(os.tmpdir(), 'steno-full-'))
  try {
    if (!mountSmallDisk(disk)) return await inOwnNamespace(trials, chance.seed)
    return await fillAgainAndAgain(trials, chance, disk)
  } finally {
    spawnSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
}

function mountSmallDisk(disk: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'steno-full', disk]).status === 0
}

const inNamespace = ['--user', '--map-root-user', '--mount']

async function inOwnNamespace(trials: number, seed: number): Promise<Verdict> {
  if (spawnSync('unshare', [...inNamespace, 'mount', '-t', 'tmpfs', 'steno-full', os.tmpdir()]).status !== 0)
    return { promise, trials: 0, losses: [], notes: '', notRun: 'only root, or a user namespace, can mount a small disk' }
  const { code, output } = await capture('unshare', [...inNamespace, process.execPath, import.meta.filename, String(trials), String(seed)])
  const verdict = /^{.*}$/m.exec(output)?.[0]
  return verdict === undefined ? { promise, trials, losses: [`it ended with ${code}: ${output}`], notes: '' } : JSON.parse(verdict)
}

async function fillAgainAndAgain(trials: number, chance: Chance, disk: string): Promise<Verdict> {
  const world = await openWorld(chance, {}, path.join(disk, 'data'))
  const losses: string[] = []
  try {
    const app = await world.start()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      losses.push(...(await fillWhileStreaming(world, app, disk)).map(loss => `trial ${trial}: ${loss}`))
    }
    await app.stop()
    const damage = damageIn(world.dataDirectory)
    if (damage !== null) losses.push(damage)
  } finally {
    await world.close()
  }
  return { promise, trials, losses, notes: `${streams} answers each` }
}

async function fillWhileStreaming(world: World, app: App, disk: string): Promise<string[]> {
  const { chance, control } = world
  const losses: string[] = []
  const { asked, read: reading } = await ask(
    world,
    app,
    Array.from({ length: streams }, () => [slowAnswer(chance, 400)])
  )
  await someAccepted(asked)
  await sleep(chance.below(800))
  const filler = path.join(disk, 'filler')
  fill(filler)
  const refusal = await sendUntilRefused(world, app)
  if (refusal !== '507 storage_full') losses.push(`a question on a full disk was answered ${refusal}`)
  const first = asked.find(({ accepted }) => accepted)
  if (!first || (await stored(app.origin, first.turn)) === null) losses.push('what is there cannot be read')
  // What had room is read out; the rest waits.
  await Promise.race([reading, sleep(1000)])
  rmSync(filler)
  const ended = await Promise.race([reading.then(() => true), sleep(patienceMs, false)])
  if (!ended) losses.push('answers that ran have not ended after there was room again')
  for (const one of asked) {
    const loss = one.accepted ? await lossOf(app, one) : null
    if (loss !== null) losses.push(`message ${one.turn.assistantMessageId}: ${loss}`)
  }
  const own = asked.map(({ turn }) => turn.conversationId)
  losses.push(...(await lossesOfLedger(world, own, await control.requests())))
  await control.clear()
  await control.script({ text: 'Room again.' })
  const turn = turnOf('openai/gpt-5-mini', 'Is there room?')
  const shown = nothingShown()
  await read(await post(app.origin, turn), shown)
  const answer = await stored(app.origin, turn)
  if (answer?.status !== 'complete' || shown.text !== 'Room again.') losses.push(`after there was room a question was ${answer?.status}`)
  return losses
}

/** What has not been accepted when the disk is full was refused, and cannot be read back. */
async function someAccepted(asked: readonly Asked[]): Promise<void> {
  const startedAt = performance.now()
  while (!asked.some(({ accepted }) => accepted) && performance.now() - startedAt < patienceMs) await sleep(5)
}

/** The log of the database has room of its own: some questions still fit in there. */
async function sendUntilRefused({ control }: World, app: App): Promise<string> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    await control.script({ text: 'It fits. '.repeat(100) })
    const response = await post(app.origin, turnOf('openai/gpt-5-mini', 'Does it fit? '.repeat(500)))
    if (response.status !== 200) {
      const { error }: { error: { code: string } } = await response.json()
      return `${response.status} ${error.code}`
    }
    await Promise.race([read(response, nothingShown()), sleep(500)])
    await response.body?.cancel().catch(() => undefined)
  }
  return 'never refused'
}

/** Takes what the disk has left, to the last block. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w')
  const block = Buffer.alloc(4096, 1)
  try {
    for (;;) writeSync(descriptor, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(descriptor)
  }
}

if (import.meta.main) {
  const [trials, seed] = process.argv.slice(2).map(Number)
  process.stdout.write(`${JSON.stringify(await diskFull(trials ?? 1, new Chance(seed)))}\n`)
  process.exit()
}
