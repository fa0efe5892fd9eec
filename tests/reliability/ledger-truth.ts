import { capture } from '../../scripts/processes.mjs'
import { tool } from '../../scripts/setup.mjs'
import type { Verdict } from './promise.ts'

/**
 * P7: the ledger is the bill, over random turns with stops, missing usage, look-ups that find nothing at first and killed processes.
 * The trial is tests/turn/ledger-truth.test.ts itself, in its own process.
 */
export async function ledgerTruth(trials: number, seed: number): Promise<Verdict> {
  const [program, args] = tool('vitest/vitest.mjs', 'run', '--project', 'integration', 'tests/turn/ledger-truth.test.ts')
  const env = { STENO_LEDGER_TURNS: String(trials), STENO_LEDGER_SEED: String(seed), NO_COLOR: '1' }
  const { code, output } = await capture(program, args, { env })
  const figures = /ledger truth, seed \d+: (\{.*\})/.exec(output)?.[1]
  const total: Record<string, number | string> = figures === undefined ? {} : JSON.parse(figures)
  return {
    promise: 'P7 the ledger is the bill',
    trials,
    losses: code === 0 ? [] : [output],
    notes: `${total.calls} calls, ${total.retries} retries, ${total.kills} kills, ${total.unknown} unknown, ${total.picoUsd} pico-dollars`
  }
}
