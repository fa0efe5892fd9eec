import 'server-only'
import { type ActivityFinding, compareActivity, compareTotals, type Finding, type Reconciliation } from '../cost/reconciliation.ts'
import { startOfUtcPeriod, type UtcPeriod } from '../cost/utc-period.ts'
import { type LedgerTotal, readDaysOfModels, readLedgerTotal } from '../db/account-costs.ts'
import { readKeyEnteredAt } from '../db/api-keys.ts'
import { env } from '../env.ts'
import { fetchActivity, fetchCredits, fetchKeyUsage, type KeyUsage } from '../openrouter/account.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { logError } from '../telemetry/log.ts'
import { type UpstreamAccess, upstreamOf } from './upstream.ts'

/** Our period against OpenRouter's own count of the same one, and what explains the difference. Never throws for OpenRouter's sake. */
export async function reconcileAccount(userId: string, period: UtcPeriod, now: Date): Promise<Reconciliation> {
  const access = await upstreamOf(userId)
  const enteredAt = access.upstream === 'openrouter' && env.openRouterApiKey === null ? await readKeyEnteredAt(userId) : null
  return reconcileKey(userId, access, enteredAt, period, now)
}

/** The same for a key. `enteredAt`: since when it is used here; `null`: not known, and all calls count as its own. */
export async function reconcileKey(
  userId: string,
  access: UpstreamAccess,
  enteredAt: Date | null,
  period: UtcPeriod,
  now: Date
): Promise<Reconciliation> {
  const { upstream, baseUrl, apiKey } = access
  const endpoint = { baseUrl, apiKey }
  const from = startOfUtcPeriod(period, now)
  const [usage, account, activity] = await Promise.all([
    asked(fetchKeyUsage(endpoint)),
    fetchCredits(endpoint).catch(() => null),
    readActivity(userId, access, from, now)
  ])
  const [ours, before] = await Promise.all([
    readLedgerTotal(userId, upstream, from),
    enteredAt && enteredAt > from ? readLedgerTotal(userId, upstream, from, enteredAt) : null
  ])
  const theirs = usage.answer?.[period] ?? null
  return {
    upstream,
    period,
    from: from.toISOString(),
    to: now.toISOString(),
    ours: { ...ours, creditsPicoUsd: String(ours.creditsPicoUsd), byokPicoUsd: String(ours.byokPicoUsd) },
    beforeKey:
      before && enteredAt && before.calls > 0
        ? { picoUsd: String(before.creditsPicoUsd), calls: before.calls, enteredAt: enteredAt.toISOString() }
        : null,
    theirs: theirs && {
      creditsPicoUsd: String(theirs.creditsPicoUsd),
      byokPicoUsd: theirs.byokPicoUsd === null ? null : String(theirs.byokPicoUsd)
    },
    problem: usage.problem,
    ...findings(ours, before, theirs),
    account: account && { boughtPicoUsd: String(account.boughtPicoUsd), usedPicoUsd: String(account.usedPicoUsd) },
    activity
  }
}

function findings(
  ours: LedgerTotal,
  before: LedgerTotal | null,
  theirs: KeyUsage | null
): { finding: Finding | null; byok: Finding | null } {
  const open = ours.pending + ours.unknown
  const byok = theirs?.byokPicoUsd ?? null
  const hasByok = ours.byokPicoUsd > 0n || (byok ?? 0n) > 0n
  return {
    finding: theirs && compareTotals(ours.creditsPicoUsd, theirs.creditsPicoUsd, { movable: before?.creditsPicoUsd ?? 0n, open }),
    byok: byok === null || !hasByok ? null : compareTotals(ours.byokPicoUsd, byok, { movable: before?.byokPicoUsd ?? 0n, open })
  }
}

/** Completed days only: of today nothing is said. */
async function readActivity(userId: string, { upstream, ...endpoint }: UpstreamAccess, from: Date, now: Date): Promise<ActivityFinding> {
  const today = startOfUtcPeriod('day', now)
  if (from >= today) return { state: 'not_covered' }
  const { answer, problem } = await asked(fetchActivity(endpoint))
  if (problem !== null) return { state: 'unreachable' }
  if (answer === null) return { state: 'not_allowed' }
  const first = from.toISOString().slice(0, 10)
  const last = today.toISOString().slice(0, 10)
  const theirs = answer
    .filter(({ date }) => date >= first && date < last)
    .map(({ date, models, creditsPicoUsd }) => ({ date, models, picoUsd: creditsPicoUsd }))
  return compareActivity(await readDaysOfModels(userId, upstream, from, today), theirs)
}

async function asked<Answer>(
  answer: Promise<Answer>
): Promise<{ answer: Answer; problem: null } | { answer: null; problem: 'unreachable' | 'refused' }> {
  try {
    return { answer: await answer, problem: null }
  } catch (error) {
    const refused = error instanceof OpenRouterError && (error.code === 401 || error.code === 403)
    if (!refused) logError('costs.account', error)
    return { answer: null, problem: refused ? 'refused' : 'unreachable' }
  }
}
