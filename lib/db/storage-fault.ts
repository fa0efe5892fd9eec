import { statfsSync } from 'node:fs'
import { env } from '../env.ts'

/** What ails the place where everything is kept, as far as a user can do something about it. */
export type StorageFault = 'full' | 'corrupt' | 'locked'

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const byResultCode: ReadonlyMap<number, StorageFault> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [11, 'corrupt'],
  [13, 'full'],
  [26, 'corrupt']
])

const byName: ReadonlyMap<string, StorageFault> = new Map([
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['ENOSPC', 'full']
])

/** A write of SQLite's own files that failed in another way than a table's: with no room left, for that reason. */
const ioErrorCode = 10

/** The fault behind an error of Prisma, libsql or the file system, however deep; `null` when it is none. */
export function storageFaultOf(error: unknown): StorageFault | null {
  for (let cause: unknown = error, depth = 0; cause !== undefined && cause !== null && depth < 8; depth++) {
    const fault = faultOfCode(cause)
    if (fault !== null) return fault
    cause = field(field(cause, 'meta'), 'driverAdapterError') ?? field(cause, 'cause')
  }
  return null
}

function faultOfCode(error: unknown): StorageFault | null {
  // Prisma says the number, in digits; libsql the name, with what more there is to say behind it.
  const number = Number(field(error, 'originalCode') ?? field(error, 'rawCode') ?? Number.NaN) & 0xff
  if (number === ioErrorCode) return hasRoom() ? null : 'full'
  const name = /^(SQLITE_[A-Z]+|ENOSPC)/.exec(String(field(error, 'code') ?? ''))?.[1] ?? ''
  return byResultCode.get(number) ?? byName.get(name) ?? null
}

function hasRoom(): boolean {
  const { bavail, bsize } = statfsSync(env.dataDirectory)
  return bavail * bsize > 256 * 1024
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined
}
