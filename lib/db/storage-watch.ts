import { statfsSync } from 'node:fs'
import { env } from '../env.ts'
import { log } from '../telemetry/log.ts'

/** A sound disk takes a hundredth of it. Of the write alone, without the wait for a lock. */
const slowCommitMs = 1000

/**
 * `f_type` of statfs(2), from Linux's magic.h. SQLite needs locks, memory shared with other processes and a sync that syncs, none of which
 * a network gives for sure: https://sqlite.org/useovernet.html. What FUSE serves may be local, and cannot be told apart.
 */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xfe534d42, 'smb'],
  [0xff534d42, 'cifs'],
  [0x65735546, 'fuse'],
  [0x01021997, '9p'],
  [0x00c36400, 'ceph'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs']
])

export type StorageWarning = 'storage_network' | 'storage_slow'

/** Where the data lies and how long a commit takes there: each is told of once in the log, and as long as the process lives by its health. */
export class StorageWatch {
  readonly #networkFileSystem = networkFileSystemOf(env.dataDirectory)
  readonly #slowMs: number
  #slowestCommitMs = 0

  constructor({ slowMs = slowCommitMs } = {}) {
    this.#slowMs = slowMs
    if (this.#networkFileSystem !== null) log('warn', 'storage.network', { fileSystem: this.#networkFileSystem })
  }

  noteCommit(tookMs: number): void {
    const isFirst = tookMs > this.#slowMs && this.#slowestCommitMs <= this.#slowMs
    this.#slowestCommitMs = Math.max(this.#slowestCommitMs, tookMs)
    if (isFirst) log('warn', 'storage.slow', { commitMs: Math.round(tookMs) })
  }

  get slowestCommitMs(): number {
    return this.#slowestCommitMs
  }

  get warnings(): StorageWarning[] {
    return [
      ...(this.#networkFileSystem === null ? [] : (['storage_network'] as const)),
      ...(this.#slowestCommitMs > this.#slowMs ? (['storage_slow'] as const) : [])
    ]
  }
}

/** `null`: a disk of this machine, or a system whose numbers are not Linux's. */
function networkFileSystemOf(directory: string): string | null {
  return process.platform === 'linux' ? (networkFileSystems.get(statfsSync(directory).type) ?? null) : null
}

declare global {
  /** One per process: Next compiles instrumentation and each route as separate module graphs. */
  var stenoStorage: StorageWatch | undefined
}

/** What this process knows of its storage. */
export function storageWatch(): StorageWatch {
  globalThis.stenoStorage ??= new StorageWatch()
  return globalThis.stenoStorage
}
