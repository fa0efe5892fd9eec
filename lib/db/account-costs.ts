import 'server-only'
import type { DayOfModel } from '../cost/reconciliation.ts'
import { database } from './client.ts'
import { isHidden } from './cost-rollups.ts'
import type { Upstream } from './ledger.ts'

/** What was called since a moment, as a provider's account would count it. */
export interface LedgerTotal {
  creditsPicoUsd: bigint
  byokPicoUsd: bigint
  calls: number
  pending: number
  unknown: number
}

/** Every call from `from` until before `to`, deleted conversations among them. */
export async function readLedgerTotal(userId: string, upstream: Upstream, from: Date, to?: Date): Promise<LedgerTotal> {
  const groups = await database().generation.groupBy({
    by: ['costState'],
    where: { userId, upstream, createdAt: { gte: from, ...(to === undefined ? {} : { lt: to }) } },
    _sum: { costPicoUsd: true, providerPicoUsd: true },
    _count: { _all: true }
  })
  const count = (state?: string) =>
    groups.reduce((sum, group) => (state === undefined || group.costState === state ? sum + group._count._all : sum), 0)
  const byokPicoUsd = groups.reduce((sum, group) => sum + (group._sum.providerPicoUsd ?? 0n), 0n)
  const paidPicoUsd = groups.reduce((sum, group) => sum + (group._sum.costPicoUsd ?? 0n), 0n)
  return { creditsPicoUsd: paidPicoUsd - byokPicoUsd, byokPicoUsd, calls: count(), pending: count('pending'), unknown: count('unknown') }
}

interface DayRow {
  date: string
  model: string
  servedModel: string | null
  picoUsd: bigint | null
  isHidden: unknown
}

/** What each model was billed on each day of UTC. */
export async function readDaysOfModels(userId: string, upstream: Upstream, from: Date, to: Date): Promise<DayOfModel[]> {
  const rows = await database().$queryRaw<DayRow[]>`
    SELECT substr(g."createdAt", 1, 10) AS "date", g."model", g."servedModel",
      SUM(g."costPicoUsd" - COALESCE(g."providerPicoUsd", 0)) AS "picoUsd", MAX(${isHidden}) AS "isHidden"
    FROM "Generation" g
    WHERE g."userId" = ${userId} AND g."upstream" = ${upstream} AND g."createdAt" >= ${from} AND g."createdAt" < ${to}
    GROUP BY 1, 2, 3`
  return rows.map(({ date, model, servedModel, picoUsd, isHidden: hidden }) => ({
    date,
    models: servedModel === null ? [model] : [model, servedModel],
    picoUsd: BigInt(picoUsd ?? 0),
    isHidden: Boolean(hidden)
  }))
}
