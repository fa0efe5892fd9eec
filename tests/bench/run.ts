/**
 * npm run bench: the server against a bare node:http pass-through, in one run, rounds interleaved, because the machine's
 * speed drifts. Prints figures and targets; judges nothing else. Needs a build (npm start makes one) and Linux's /proc.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { serverArguments, serverEnvironment } from '../../scripts/processes.mjs'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'
import { readStream, type StreamTiming } from './client.ts'
import { median, quantile, readFigures } from './process-figures.ts'
import { startProcess, stopProcesses } from './start-process.ts'

const ports = { upstream: 4611, bare: 4612, steno: 4613 }
const idleRounds = 60
const load = { rounds: 3, streams: 20, tokensPerSecond: 50, tokens: 1000 }
const long = { streams: 4, tokensPerSecond: 500, short: 2000, long: 16_000 }

const bare = (model: string) =>
  readStream(ports.bare, '/chat/completions', { model, stream: true, messages: [{ role: 'user', content: 'Hello' }] })

const steno = (model: string) =>
  readStream(ports.steno, '/api/chat', {
    trigger: 'submit-message',
    conversationId: uuidv7(),
    parentId: null,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text: 'Hello' }] },
    settings: { model, tools: [] }
  })

type Side = (model: string) => Promise<StreamTiming>

/** Runs `count` streams side by side; CPU and bytes of `pid` until everything that follows their end is done. */
async function loadRound(side: Side, pid: number, count: number, tokens: number, perSecond: number) {
  const before = readFigures(pid)
  const timings = await Promise.all(Array.from({ length: count }, () => side(`bench/${tokens}-${perSecond}`)))
  await sleep(500)
  const after = readFigures(pid)
  return {
    timings,
    cpuMsPerMillion: ((after.cpuMs - before.cpuMs) / (count * tokens)) * 1e6,
    bytesPerToken: (after.writtenBytes - before.writtenBytes) / (count * tokens)
  }
}

function line(name: string, value: string, target: string): void {
  process.stdout.write(`${name.padEnd(34)} ${value.padEnd(44)} ${target}\n`)
}

async function idle(): Promise<void> {
  const times = { bare: [] as number[], steno: [] as number[] }
  for (let round = -5; round < idleRounds; round++) {
    const bareMs = (await bare('bench/1-0')).firstTokenMs
    const stenoMs = (await steno('bench/1-0')).firstTokenMs
    // The first rounds warm both up.
    if (round >= 0) {
      times.bare.push(bareMs)
      times.steno.push(stenoMs)
    }
    await sleep(60)
  }
  const [left, right] = [median(times.steno), median(times.bare)]
  line('idle time to first token', `${left.toFixed(2)} ms / ${right.toFixed(2)} ms = ${(left / right).toFixed(2)}x`, '<= 4x, goal 3x')
}

async function underLoad(pids: { bare: number; steno: number }): Promise<void> {
  const ratios: number[] = []
  const bytes: number[] = []
  const latencies: number[] = []
  const cpu = { bare: [] as number[], steno: [] as number[] }
  let stall = 0
  for (let round = 0; round < load.rounds; round++) {
    const left = await loadRound(bare, pids.bare, load.streams, load.tokens, load.tokensPerSecond)
    const right = await loadRound(steno, pids.steno, load.streams, load.tokens, load.tokensPerSecond)
    cpu.bare.push(left.cpuMsPerMillion)
    cpu.steno.push(right.cpuMsPerMillion)
    ratios.push(right.cpuMsPerMillion / left.cpuMsPerMillion)
    bytes.push(right.bytesPerToken)
    for (const timing of right.timings) {
      latencies.push(...timing.latenciesMs)
      stall = Math.max(stall, timing.longestStallMs)
    }
  }
  const seconds = (values: number[]) => `${(median(values) / 1000).toFixed(0)} s`
  line('CPU per 1M tokens', `${seconds(cpu.steno)} / ${seconds(cpu.bare)} = ${median(ratios).toFixed(2)}x`, '<= 2.5x, goal 1.3x')
  line(
    'token latency, write to read',
    `p50 ${median(latencies).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`,
    'p99 <= 60 ms'
  )
  line('longest stall', `${stall.toFixed(0)} ms`, '<= 250 ms')
  line('bytes written per token', median(bytes).toFixed(0), '<= 130')
  line('peak RSS', `${(readFigures(pids.steno).peakRssBytes / 1024 / 1024).toFixed(0)} MB`, '<= 200 MB')
}

async function longAnswers(pid: number): Promise<void> {
  const perToken = async (tokens: number) => (await loadRound(steno, pid, long.streams, tokens, long.tokensPerSecond)).cpuMsPerMillion
  const first = await perToken(long.short)
  const whole = await perToken(long.long)
  const again = await perToken(long.short)
  line('CPU per token, 16k against 2k', `${((2 * whole) / (first + again)).toFixed(2)}x`, '<= 1.1x')
}

const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-bench-'))
try {
  await startProcess('upstream.ts', { PORT: String(ports.upstream) })
  const barePid = await startProcess('bare.ts', { PORT: String(ports.bare), UPSTREAM_PORT: String(ports.upstream) })
  const stenoPid = await startProcess(serverArguments, {
    ...serverEnvironment,
    PORT: String(ports.steno),
    HOST: '127.0.0.1',
    STENO_DATA: path.join(directory, 'data'),
    OPENROUTER_API_KEY: 'sk-or-v1-bench',
    OPENROUTER_BASE_URL: `http://127.0.0.1:${ports.upstream}`
  })
  await switchTitlesOff(`http://127.0.0.1:${ports.steno}`)
  process.stdout.write(
    `${os.cpus().length} cores, Node ${process.version}; idle: ${idleRounds} rounds of 1 token; load: ${load.rounds} rounds of ${load.streams} streams x ` +
      `${load.tokensPerSecond} tok/s x ${load.tokens} tokens of 5 characters; long: ${long.streams} streams at ${long.tokensPerSecond} tok/s\n\n`
  )
  await idle()
  await underLoad({ bare: barePid, steno: stenoPid })
  await longAnswers(stenoPid)
} finally {
  await stopProcesses()
  rmSync(directory, { recursive: true, force: true })
}
