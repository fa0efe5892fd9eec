import Database from 'libsql'
import { randomOf } from './random.ts'

export interface LedgerShape {
  rows: number
  years: number
  models: number
  conversations: number
  /** Calls choose their conversation at random, instead of coming together as talk does. */
  scattered: boolean
  seed: number
}

/** Writes a ledger of years into a migrated database of Steno's, the same one for the same shape. */
export function writeLedger(file: string, userId: string, shape: LedgerShape, now: Date): void {
  const random = randomOf(shape.seed)
  const database = new Database(file)
  database.prepare('INSERT OR IGNORE INTO "User" ("id") VALUES (?)').run(userId)
  const insert =
    database.prepare(`INSERT INTO "Generation" ("id", "userId", "openRouterId", "upstream", "kind", "conversationId", "messageId",
    "model", "servedModel", "provider", "inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens", "reasoningTokens",
    "costPicoUsd", "costState", "reasoningPicoUsd", "cacheSavedPicoUsd", "discarded", "finishReason", "usage", "timeToFirstTokenMs",
    "durationMs", "createdAt") VALUES (?,?,?,'openrouter',?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'stop',?,?,?,?)`)
  const spanMs = shape.years * 365 * 86_400_000
  const usage = JSON.stringify({
    prompt_tokens: 1234,
    completion_tokens: 567,
    cost: 0.0123,
    is_byok: false,
    cost_details: { upstream_inference_cost: 0.0123 }
  })
  database.exec('BEGIN')
  for (let row = 0; row < shape.rows; row++) {
    const share = row / shape.rows
    const model = Math.floor(random() ** 2 * shape.models)
    const conversation = shape.scattered
      ? Math.floor(random() * shape.conversations)
      : Math.min(shape.conversations - 1, Math.floor(share * shape.conversations + random() * 20))
    const kind = random() < 0.03 ? 'title' : random() < 0.1 ? 'compare' : 'chat'
    const cost = BigInt(Math.floor(random() ** 3 * 20_000_000_000))
    const pending = random() < 0.0005
    insert.run(
      `018f0000-0000-7000-8000-${String(row).padStart(12, '0')}`,
      userId,
      `gen-1790000000-${String(row).padStart(20, '0')}`,
      kind,
      `018f0000-0000-7000-9000-${String(conversation).padStart(12, '0')}`,
      kind === 'title' ? null : `018f0000-0000-7000-a000-${String(row).padStart(12, '0')}`,
      `author-${model % 9}/model-${model}`,
      `author-${model % 9}/model-${model}-20260423`,
      `Provider ${(model % 9) + (random() < 0.2 ? 9 : 0)}`,
      Math.floor(random() * 9000),
      Math.floor(random() * 2000),
      Math.floor(random() * 4000),
      0,
      Math.floor(random() * 800),
      pending ? null : cost,
      pending ? 'pending' : 'billed',
      pending ? null : cost / 4n,
      pending ? null : cost / 9n,
      random() < 0.05 ? 1 : 0,
      usage,
      400,
      4000,
      new Date(now.getTime() - spanMs * (1 - share)).toISOString().replace('Z', '+00:00')
    )
  }
  database.exec('COMMIT')
  database.close()
}
