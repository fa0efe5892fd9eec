import type { ReactNode } from 'react'
import { type BillCall, type BillSum, type Ledger, pricePerMillion } from '@/lib/cost/bill.ts'
import { formatCost, formatDuration, formatTokens, unknownFigure } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { promptTokens } from '@/lib/cost/token-usage.ts'
import { modelName } from '../models/model-name.ts'
import { Mark } from '../ui/mark.tsx'
import type { BillFormat } from './bill-format.ts'
import { costNotes, estimateOf, missingFrom, stateOf, sumText } from './bill-words.ts'

interface CallRowProps {
  call: BillCall
  upstream: Ledger['upstream']
  format: BillFormat
  /** Its mark, or its place among the requests of its message. */
  head: ReactNode
}

/** One request. */
export function CallRow({ call, upstream, format, head }: CallRowProps) {
  const { catalogue, now, decimals, priceDecimals } = format
  const estimate = estimateOf(call, upstream, catalogue)
  const { mark, word, note } = stateOf(call, upstream, estimate !== null, now)
  const price = pricePerMillion(call)
  const served = call.servedModel !== null && call.servedModel !== call.model ? call.servedModel : null
  return (
    <tr className="border-line border-b">
      <th scope="row">{head}</th>
      <td className="max-w-26 md:min-w-40 md:max-w-60">
        <span className="block truncate" title={call.model}>
          {modelName(catalogue, call.model)}
        </span>
        {(call.provider !== null || served !== null) && (
          <Note title={served === null ? undefined : `Served: ${served}`}>
            {call.provider !== null && `via ${call.provider}`}
            {served !== null && ` → ${served}`}
          </Note>
        )}
      </td>
      <TokenCells tokens={call} parts={call} />
      <td className="wide column">{price === null ? unknownFigure : formatCost(price, 'ledger', priceDecimals)}</td>
      <td className="column">
        {estimate === null ? (
          formatCost(call.costPicoUsd === null ? null : picoUsdFromJson(call.costPicoUsd), 'ledger', decimals)
        ) : (
          <span className="text-estimated">≈{`\u202f${formatCost(estimate, 'ledger', decimals)}`}</span>
        )}
        <CostNotes parts={call} />
      </td>
      <td className="max-w-40 text-ink-2 md:min-w-32">
        <Mark kind={mark} word={word} />
        {note !== null && <Note>{note}</Note>}
      </td>
      <td className="wide column">{formatDuration(call.timeToFirstTokenMs)}</td>
      <td className="wide column">{formatDuration(call.durationMs)}</td>
      <td className="wide max-w-36 text-ink-2">
        <span className="block truncate" title={call.nativeFinishReason ?? undefined}>
          {call.errorCode ?? call.finishReason ?? unknownFigure}
        </span>
      </td>
      <td className="wide column">{call.attempt === 0 ? '' : call.attempt}</td>
    </tr>
  )
}

interface SumRowProps {
  sum: BillSum
  format: BillFormat
  head: ReactNode
  /** What stands where a request has its model. */
  label: string
  className: string
}

/** Several requests together. */
export function SumRow({ sum, format, head, label, className }: SumRowProps) {
  const missing = missingFrom(sum)
  return (
    <tr className={className}>
      <th scope="row">{head}</th>
      <td>{label}</td>
      <TokenCells tokens={sum} parts={sum} />
      <td className="wide" />
      <td className="column">
        {sumText(sum, format.decimals)}
        <CostNotes parts={sum} />
      </td>
      <td className="font-normal text-ink-2">
        {missing !== '' && (
          <>
            at least
            <Note>{missing}</Note>
          </>
        )}
      </td>
      <td colSpan={4} className="wide" />
    </tr>
  )
}

type Tokens = Pick<BillSum, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens'>

function TokenCells({ tokens, parts }: { tokens: Tokens; parts: Pick<BillSum, 'reasoningPicoUsd' | 'cacheSavedPicoUsd'> }) {
  const { reasoningPicoUsd, cacheSavedPicoUsd } = parts
  return (
    <>
      <td className="wide column">{formatTokens(promptTokens(tokens))}</td>
      <td className="wide column">
        {formatTokens(tokens.cacheReadTokens)}
        {tokens.cacheWriteTokens !== null && tokens.cacheWriteTokens > 0 && <Note>+{formatTokens(tokens.cacheWriteTokens)} written</Note>}
        {cacheSavedPicoUsd !== null && cacheSavedPicoUsd !== '0' && <Note>saved {amountOf(cacheSavedPicoUsd)}</Note>}
      </td>
      <td className="wide column">{formatTokens(tokens.outputTokens)}</td>
      <td className="wide column">
        {formatTokens(tokens.reasoningTokens)}
        {reasoningPicoUsd !== null && reasoningPicoUsd !== '0' && <Note>{amountOf(reasoningPicoUsd)}</Note>}
      </td>
    </>
  )
}

function CostNotes({ parts }: { parts: Parameters<typeof costNotes>[0] }) {
  return costNotes(parts).map(note => <Note key={note}>{note}</Note>)
}

function amountOf(picoUsd: string): string {
  return formatCost(picoUsdFromJson(picoUsd), 'note')
}

function Note({ children, title }: { children: ReactNode; title?: string | undefined }) {
  return (
    <span className="block truncate font-normal text-ink-3 text-note" title={title}>
      {children}
    </span>
  )
}
