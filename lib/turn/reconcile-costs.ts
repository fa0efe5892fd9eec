import { setTimeout as sleep } from 'node:timers/promises'
import { type DueLookup, dueLookups, lookupsOf, saveLookup } from '../db/ledger.ts'
import { fetchGeneration } from '../openrouter/generation.ts'
import { logError } from '../telemetry/log.ts'
import { modelInfoOf } from './catalogue.ts'
import { hub } from './hub.ts'
import { nextLookup, outcomeOfRecord } from './ledger-outcome.ts'
import { upstreamNamed } from './upstream.ts'

/** The first tries, at once after the turn's end: most records are there within a second or two, or only after minutes. */
const firstTriesMs = [0, 500, 1000, 1500]
/** How often the durable schedule is looked at. */
const tickMs = 5000
const batch = 20

/** Asks for costs that a turn has just left open; what is not answered by then, or before the process ends, stays on the durable schedule. */
export async function lookUpNow(generationIds: readonly string[]): Promise<void> {
  let waiting = [...generationIds]
  const { closing } = hub()
  for (const delay of firstTriesMs) {
    if (waiting.length === 0) return
    await sleep(delay, undefined, { ref: false, signal: closing }).catch(() => undefined)
    if (closing.aborted) return
    const rows = await lookupsOf(waiting)
    const settled = await Promise.all(rows.map(row => lookUp(row, false)))
    waiting = rows.flatMap((row, index) => (settled[index] === false ? [row.id] : []))
  }
}

/** Starts the durable schedule, with what an earlier process left; it lives as long as this one. */
export function startReconciling(): void {
  const round = () => {
    reconcileDue(new Date())
      .catch((error: unknown) => logError('costs.reconcile', error))
      .finally(() => setTimeout(round, tickMs).unref())
  }
  round()
}

/** Looks up every cost that is due, a batch at a time; answers with how many were. */
export async function reconcileDue(now: Date): Promise<number> {
  let lookedUp = 0
  for (;;) {
    const rows = await dueLookups(now, batch)
    await Promise.all(rows.map(row => lookUp(row, true)))
    lookedUp += rows.length
    if (rows.length < batch) return lookedUp
  }
}

/** One try. `scheduled`: it counts, and the next one is planned when it brings nothing. */
async function lookUp(row: DueLookup, scheduled: boolean): Promise<boolean> {
  const access = await upstreamNamed(row.userId, row.upstream)
  const answer = access
    ? await fetchGeneration({ baseUrl: access.baseUrl, apiKey: access.apiKey, generationId: row.openRouterId })
    : ({ state: 'failed' } as const)
  const outcome = answer.state === 'found' ? outcomeOfRecord(answer.usage.raw, modelInfoOf(row.upstream, row.model)) : null
  if (outcome) {
    await saveLookup(row, outcome)
    tell(row)
    return true
  }
  if (!scheduled) return false
  const nextLookupAt = nextLookup(row.lookups + 1, new Date())
  await saveLookup(row, { nextLookupAt, ...(nextLookupAt === null ? { costState: 'unknown' as const } : {}) })
  if (nextLookupAt === null) tell(row)
  return false
}

/** Every tab shows the new sum. */
function tell({ userId, conversationId }: DueLookup): void {
  if (conversationId !== null) hub().tell(userId, { type: 'conversation', conversationId })
}
