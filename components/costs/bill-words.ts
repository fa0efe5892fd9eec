import type { ModelCatalogue } from '../../lib/chat/model-summary.ts'
import type { BillCall, BillEntry, BillPart, BillSum, Ledger } from '../../lib/cost/bill.ts'
import { estimateCost } from '../../lib/cost/estimate.ts'
import { formatCost, formatDuration, unknownFigure } from '../../lib/cost/format.ts'
import { type PicoUsd, picoUsdFromJson } from '../../lib/cost/pico-usd.ts'
import { promptTokens } from '../../lib/cost/token-usage.ts'
import { laneLetter } from '../compare/lane-letter.ts'
import { findModel } from '../models/model-name.ts'
import type { MarkKind } from '../ui/mark.tsx'

const partNames: Record<BillPart, string> = {
  lanes: 'Lanes',
  branch: 'This branch',
  others: 'Other branches',
  titles: 'Title'
}

/** What a part is called; of a deleted conversation nothing shows a branch any more. */
export function partName(part: BillPart, isDeleted: boolean): string {
  return isDeleted && part === 'branch' ? 'Answers' : partNames[part]
}

/** The mark of a message, and what it is to who does not see it. */
export function entryName({ ordinal, lane, calls }: BillEntry): { mark: string; spoken: string } {
  const kind = calls[0]?.kind
  if (kind === 'title') return { mark: 'Title', spoken: 'Title' }
  if (kind === 'merge') return { mark: 'M', spoken: 'Merged answer' }
  if (ordinal === null) return { mark: 'Answer', spoken: 'Answer' }
  if (lane === null) return { mark: `A${ordinal}`, spoken: `Answer ${ordinal}` }
  return { mark: `A${ordinal} ${laneLetter(lane)}`, spoken: `Answer ${ordinal}, lane ${laneLetter(lane)}` }
}

/** Where a message is shown, on whichever branch it is; `null`: nowhere any more. */
export function addressOf(conversationId: string, { messageId, ordinal, calls }: BillEntry): string | null {
  if (messageId === null || ordinal === null) return null
  return calls[0]?.kind === 'chat' ? `/c/${conversationId}?message=${messageId}#a${ordinal}` : `/compare/${conversationId}`
}

/** What a call without a known cost probably cost, by today's list prices; never added in. `null`: tokens or prices are missing. */
export function estimateOf(call: BillCall, upstream: Ledger['upstream'], catalogue: ModelCatalogue): PicoUsd | null {
  const input = promptTokens(call)
  const { inputPrice, outputPrice } = findModel(catalogue, call.model) ?? {}
  if (call.costPicoUsd !== null || input === null || call.outputTokens === null || catalogue.upstream !== upstream) return null
  if (typeof inputPrice !== 'number' || typeof outputPrice !== 'number') return null
  return estimateCost({ input, output: call.outputTokens }, { inputPrice, outputPrice })
}

interface CallState {
  mark: MarkKind
  word: string
  /** Why it is not known, and what happens next. */
  note: string | null
}

/** How certain a cost is. `now`: when the page was made. */
export function stateOf(call: BillCall, upstream: Ledger['upstream'], isEstimated: boolean, now: number): CallState {
  if (call.costState === 'pending') {
    if (call.nextLookupAt === null) return { mark: 'running', word: 'running', note: null }
    return { ...(isEstimated ? estimated : { mark: 'pending', word: 'pending' }), note: nextTry(call.nextLookupAt, call.lookups, now) }
  }
  if (call.costState === 'unknown' || call.costPicoUsd === null) {
    return { ...(isEstimated ? estimated : { mark: 'unknown', word: 'unknown' }), note: whyUnknown(call) }
  }
  if (call.costPicoUsd === '0') {
    const isFree = call.errorCode === null && (call.outputTokens ?? 0) > 0
    return { mark: 'billed', word: isFree ? 'free model' : 'not billed', note: null }
  }
  return upstream === 'demo' ? { mark: 'simulated', word: 'simulated', note: null } : { mark: 'billed', word: 'billed', note: null }
}

const estimated = { mark: 'estimated', word: 'estimated' } as const

function nextTry(nextLookupAt: string, lookups: number, now: number): string {
  const waitMs = Date.parse(nextLookupAt) - now
  const next = waitMs < 1000 ? 'looked up now' : `next look-up in ${formatDuration(waitMs)}`
  return lookups === 0 ? next : `${next}, ${lookups} so far`
}

function whyUnknown({ generationId, lookups }: BillCall): string {
  if (lookups > 0) return `given up after ${lookups === 1 ? 'one look-up' : `${lookups} look-ups`}`
  return generationId === null ? 'no id to ask with' : 'no cost named'
}

/** What is missing from a sum: "1 pending, 2 unknown"; empty when nothing is. */
export function missingFrom({ pending, unknown }: Pick<BillSum, 'pending' | 'unknown'>): string {
  return [...(pending > 0 ? [`${pending} pending`] : []), ...(unknown > 0 ? [`${unknown} unknown`] : [])].join(', ')
}

/** A sum in a column: no zero for what nobody knows. */
export function sumText(sum: BillSum, decimals: number): string {
  const amount = picoUsdFromJson(sum.picoUsd)
  return amount === 0n && missingFrom(sum) !== '' ? unknownFigure : formatCost(amount, 'ledger', decimals)
}

/** What a cost is made of, as far as there is anything to say. */
export function costNotes({
  providerPicoUsd,
  feePicoUsd,
  toolFeePicoUsd
}: Pick<BillSum, 'providerPicoUsd' | 'feePicoUsd' | 'toolFeePicoUsd'>): string[] {
  const text = (amount: string) => formatCost(picoUsdFromJson(amount), 'note')
  return [
    ...(providerPicoUsd === null ? [] : [`own key ${text(providerPicoUsd)}`]),
    ...(feePicoUsd === null ? [] : [`fee ${text(feePicoUsd)}`]),
    ...(toolFeePicoUsd === null || toolFeePicoUsd === '0' ? [] : [`tools ${text(toolFeePicoUsd)}`])
  ]
}
