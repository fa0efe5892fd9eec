import type { BillCall, BillEntry, BillPart, ConversationBill } from './bill.ts'
import { type CsvCell, csvText } from './csv.ts'
import { exactDollars } from './format.ts'

/** One request with where it stands. */
interface BillLine {
  upstream: string
  part: BillPart
  entry: BillEntry
  call: BillCall
}

type Value = CsvCell | number | null

const dollars = (picoUsd: string | null) => (picoUsd === null ? null : { figure: exactDollars(BigInt(picoUsd)) })

const columns: readonly (readonly [label: string, value: (line: BillLine) => Value])[] = [
  ['Created', ({ call }) => call.createdAt],
  ['Upstream', ({ upstream }) => upstream],
  ['Part', ({ part }) => part],
  ['Message', ({ entry }) => entry.messageId],
  ['Question', ({ entry }) => entry.ordinal],
  ['Lane', ({ entry }) => entry.lane],
  ['Kind', ({ call }) => call.kind],
  ['Step', ({ call }) => call.position + 1],
  ['Attempt', ({ call }) => call.attempt + 1],
  ['Model asked', ({ call }) => call.model],
  ['Model served', ({ call }) => call.servedModel],
  ['Provider', ({ call }) => call.provider],
  ['Effort', ({ call }) => call.effort],
  ['Input (tokens)', ({ call }) => call.inputTokens],
  ['Cache read (tokens)', ({ call }) => call.cacheReadTokens],
  ['Cache write (tokens)', ({ call }) => call.cacheWriteTokens],
  ['Output (tokens)', ({ call }) => call.outputTokens],
  ['Of it reasoning (tokens)', ({ call }) => call.reasoningTokens],
  ['Cost (USD)', ({ call }) => dollars(call.costPicoUsd)],
  ['State', ({ call }) => call.costState],
  ["Of it the provider's share (USD)", ({ call }) => dollars(call.providerPicoUsd)],
  ["Of it OpenRouter's fee (USD)", ({ call }) => dollars(call.feePicoUsd)],
  ['Of it tools (USD)', ({ call }) => dollars(call.toolFeePicoUsd)],
  ['Of it reasoning (USD)', ({ call }) => dollars(call.reasoningPicoUsd)],
  ['Saved by caching (USD)', ({ call }) => dollars(call.cacheSavedPicoUsd)],
  ['Look-ups', ({ call }) => call.lookups],
  ['Next look-up', ({ call }) => call.nextLookupAt],
  ['First token (ms)', ({ call }) => call.timeToFirstTokenMs],
  ['Time (ms)', ({ call }) => call.durationMs],
  ['Finish', ({ call }) => call.finishReason],
  ['Native finish', ({ call }) => call.nativeFinishReason],
  ['Error', ({ call }) => call.errorCode],
  ['Request', ({ call }) => call.generationId]
]

/** Every request with every recorded digit, in the order of the page. What is not known is an empty cell. */
export function billAsCsv({ ledgers }: ConversationBill): string {
  const lines = ledgers.flatMap(({ upstream, parts }) =>
    parts.flatMap(({ part, entries }) => entries.flatMap(entry => entry.calls.map(call => ({ upstream, part, entry, call }))))
  )
  const cells = lines.map(line => columns.map(([, value]) => cellOf(value(line))))
  return csvText([columns.map(([label]) => label), ...cells])
}

function cellOf(value: Value): CsvCell {
  return typeof value === 'number' ? { figure: String(value) } : (value ?? '')
}
