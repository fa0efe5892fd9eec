import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { picoOf } from './exact-dollars.ts'

const billRow = z.object({
  generationId: z.string(),
  /** The bearer token that pays. */
  key: z.string(),
  model: z.string(),
  provider: z.string(),
  sessionId: z.string().nullable(),
  /** Decimal dollars taken from the credits. */
  cost: z.string(),
  /** Decimal dollars that the provider charges; paid besides `cost` only under BYOK. */
  upstreamCost: z.string(),
  isByok: z.boolean(),
  /** `null` when the stream carried none. */
  usage: z.record(z.string(), z.unknown()).nullable(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  reasoningTokens: z.number(),
  cachedTokens: z.number(),
  /** The client went away before the end; it pays for what was sent. */
  cancelled: z.boolean(),
  streamed: z.boolean(),
  finishReason: z.string().nullable(),
  nativeFinishReason: z.string().nullable(),
  /** ISO 8601. */
  createdAt: z.string(),
  /** To the first token and to the end. */
  latencyMs: z.number().nullable(),
  generationTimeMs: z.number()
})
export type BillRow = z.infer<typeof billRow>

const maxRows = 20_000

/**
 * What every completion cost. With a file it outlives the process: one JSON line when a completion opens, one when it is
 * settled, the later line counts; rewritten at start once it has grown past its bound.
 */
export class Bill {
  readonly #rows = new Map<string, BillRow>()
  readonly #live = new Set<string>()
  readonly #dataFile: string | undefined
  /** Ends the half line that a full disk may have left. */
  #tear = ''

  constructor(dataFile?: string) {
    this.#dataFile = dataFile
    if (dataFile === undefined) return
    mkdirSync(dirname(dataFile), { recursive: true })
    if (!existsSync(dataFile)) return
    const lines = readFileSync(dataFile, 'utf8').split('\n')
    for (const line of lines) this.#load(line)
    if (lines.length > 2 * maxRows) this.#rewrite(dataFile)
  }

  /** A completion begins. If the process dies now, this row says that it was cancelled after the prompt. */
  open(row: BillRow): void {
    this.#live.add(row.generationId)
    this.#append(row)
  }

  /** It ended, one way or the other. */
  settle(row: BillRow): void {
    this.#live.delete(row.generationId)
    this.#keep(row)
    this.#append(row)
  }

  /** `undefined` while it runs, as `GET /generation` knows nothing of it yet. */
  find(generationId: string): BillRow | undefined {
    return this.#live.has(generationId) ? undefined : this.#rows.get(generationId)
  }

  rows(key?: string): BillRow[] {
    return [...this.#rows.values()].filter(row => key === undefined || row.key === key)
  }

  clear(key?: string): void {
    for (const row of this.rows(key)) this.#rows.delete(row.generationId)
    if (this.#dataFile !== undefined) this.#rewrite(this.#dataFile)
  }

  #keep(row: BillRow): void {
    this.#rows.delete(row.generationId)
    this.#rows.set(row.generationId, row)
    const oldest = this.#rows.keys().next()
    if (this.#rows.size > maxRows && !oldest.done) this.#rows.delete(oldest.value)
  }

  #append(row: BillRow): void {
    const dataFile = this.#dataFile
    if (dataFile === undefined) return
    this.#tear = unlessFull(() => appendFileSync(dataFile, `${this.#tear}${JSON.stringify(row)}\n`)) ? '' : '\n'
  }

  /** The last line of a killed process may be half a line: what cannot be read is left out. */
  #load(line: string): void {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return
    }
    const row = billRow.safeParse(value)
    if (row.success) this.#keep(row.data)
  }

  #rewrite(dataFile: string): void {
    const temporary = `${dataFile}.new`
    const text = [...this.#rows.values()].map(row => `${JSON.stringify(row)}\n`).join('')
    if (unlessFull(() => writeFileSync(temporary, text))) renameSync(temporary, dataFile)
    else rmSync(temporary, { force: true })
  }
}

/** False when there was no room. The simulator answers on from memory; a restart then knows less of its past. */
function unlessFull(write: () => void): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

/** All that was paid for these rows, to the pico-dollar. */
export function totalOf(rows: readonly BillRow[]): { total: bigint; credits: bigint } {
  const credits = rows.reduce((sum, row) => sum + picoOf(row.cost), 0n)
  const provider = rows.reduce((sum, row) => sum + (row.isByok ? picoOf(row.upstreamCost) : 0n), 0n)
  return { credits, total: credits + provider }
}
