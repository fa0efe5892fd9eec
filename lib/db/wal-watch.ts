import { statSync } from 'node:fs'
import { env } from '../env.ts'
import { log } from '../telemetry/log.ts'

/** Eight times what a checkpoint waits for: somebody reads without an end, and nothing can be copied back meanwhile. */
const alarmBytes = 64 * 1024 * 1024
const everyMs = 60_000

/** Bytes of the database's log. */
export function walBytes(): number {
  return statSync(`${env.databaseFile}-wal`, { throwIfNoEntry: false })?.size ?? 0
}

/** Says once, each time it happens, that the log has grown beyond what is sound. */
export class WalWatch {
  #isLarge = false

  start(): void {
    setInterval(() => this.look(), everyMs).unref()
  }

  look(): void {
    const bytes = walBytes()
    const isLarge = bytes > alarmBytes
    if (isLarge && !this.#isLarge) log('warn', 'wal.large', { walBytes: bytes })
    this.#isLarge = isLarge
  }
}
