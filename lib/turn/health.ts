import 'server-only'
import { statfsSync } from 'node:fs'
import packageJson from '../../package.json' with { type: 'json' }
import { storageFaultOf } from '../db/storage-fault.ts'
import { type StorageWarning, storageWatch } from '../db/storage-watch.ts'
import { WalWatch, walBytes } from '../db/wal-watch.ts'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'
import { LoopWatch } from '../telemetry/loop-watch.ts'
import { hub } from './hub.ts'

/** From the first line of the process to its last. */
type Phase = 'starting' | 'serving' | 'draining'

interface ProcessState {
  phase: Phase
  loop: LoopWatch
  /** A damaged database does not heal while it is in use. */
  corrupt: boolean
}

declare global {
  /** One per process: Next compiles instrumentation and each route as separate module graphs. */
  var stenoProcess: ProcessState | undefined
}

function state(): ProcessState {
  globalThis.stenoProcess ??= { phase: 'starting', loop: new LoopWatch(), corrupt: false }
  return globalThis.stenoProcess
}

/** Everything that runs at start has run. */
export function serve(): void {
  state().phase = 'serving'
  state().loop = new LoopWatch()
  state().loop.start()
  new WalWatch().start()
  storageWatch()
}

/** No turn is taken any more: the process is about to end. */
export function drain(): void {
  state().phase = 'draining'
}

/** Refuses what would not be finished. */
export function refuseWhileDraining(): void {
  if (state().phase !== 'draining') return
  throw new AppError('stopping', 503, 'Steno is stopping. Try again in a moment.', { retryable: true, retryAfterMs: 5000 })
}

/** Answer of GET /api/health. */
export interface Health {
  /** `ok`, or the first reason for not being ready. */
  status: 'ok' | Exclude<Phase, 'serving'> | 'storage_corrupt' | 'storage_full' | 'loop_blocked'
  /** The process answers. */
  live: true
  /** It takes questions. */
  ready: boolean
  version: string
  liveTurns: number
  /** How long the oldest text that runs in has been waiting for the disk. */
  journalLagMs: number
  /** p99 of the last minute. */
  loopDelayMs: number
  /** Of the database's log, which is copied back now and then. */
  walBytes: number
  freeBytes: number
  /** The slowest of this process. */
  slowestCommitMs: number
  /** What is not as it should be, though it takes questions. */
  warnings: StorageWarning[]
}

/** How the process is, without asking the database anything: that could wait. */
export function readHealth(): Health {
  const { bavail, bsize } = statfsSync(env.dataDirectory)
  const freeBytes = bavail * bsize
  const status = statusOf(freeBytes)
  return {
    status,
    live: true,
    ready: status === 'ok',
    version: packageJson.version,
    liveTurns: hub().liveTurns,
    journalLagMs: Math.round(hub().journal.lagMs),
    loopDelayMs: state().loop.delayMs,
    walBytes: walBytes(),
    freeBytes,
    slowestCommitMs: Math.round(storageWatch().slowestCommitMs),
    warnings: storageWatch().warnings
  }
}

function statusOf(freeBytes: number): Health['status'] {
  const { phase, loop, corrupt } = state()
  if (phase !== 'serving') return phase
  if (corrupt) return 'storage_corrupt'
  if (freeBytes < fullBelowBytes) return 'storage_full'
  return loop.isBlocked ? 'loop_blocked' : 'ok'
}

/** A question and the log that carries it take about this much. */
const fullBelowBytes = 1024 * 1024

/** Called with what a request or a turn failed of. */
export function noteFault(error: unknown): void {
  if (storageFaultOf(error) === 'corrupt') state().corrupt = true
}
