import type { ReactNode } from 'react'
import { type BillSum, type ConversationBill, callsOf, type Ledger, sumOf } from '@/lib/cost/bill.ts'
import { formatCost } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { totalOf } from '../conversations/cost-total.ts'
import { Mark } from '../ui/mark.tsx'
import { partName } from './bill-words.ts'

const note = (picoUsd: string) => formatCost(picoUsdFromJson(picoUsd), 'note')

/** The whole and its parts in large figures. */
export function BillStrip({ bill, ledger }: { bill: ConversationBill; ledger: Ledger }) {
  const { upstream, parts } = ledger
  // Lanes alone are the whole.
  const shown = parts.filter(({ part }) => part !== 'lanes' || parts.length > 1)
  const whole = sumOf(parts.flatMap(({ entries }) => callsOf(entries)))
  return (
    // The lines left of the first column and above the first row are cut off.
    <div className="mb-6 overflow-hidden border-line-strong border-t border-b border-b-line">
      <dl className="-mt-px -ml-4.25 grid grid-cols-2 md:grid-cols-4 xl:grid-cols-6">
        <div className="col-span-2 border-line border-t border-l py-4 pl-4 md:col-span-4 xl:col-span-2">
          <dt className="text-ink-3 text-ui">{bill.kind === 'compare' ? 'Whole comparison' : 'Whole conversation'}</dt>
          <dd className="mt-1">
            <p className="figures whitespace-nowrap font-serif text-figure tracking-tight">
              <Amount sum={whole} />
            </p>
            <States sum={whole} demo={upstream === 'demo'} />
            {whole.providerPicoUsd !== null && (
              <p className="figures mt-1 text-ink-3 text-ui">
                {`Of it with your own provider keys: ${note(whole.providerPicoUsd)} to providers, ${note(whole.feePicoUsd ?? '0')} OpenRouter’s fee`}
              </p>
            )}
          </dd>
        </div>
        {shown.map(({ part, entries }) => (
          <Figure
            key={part}
            label={partName(part, bill.title === null)}
            below={part === 'titles' ? '' : entries.length === 1 ? '1 answer' : `${entries.length} answers`}
          >
            <Amount sum={sumOf(callsOf(entries))} />
          </Figure>
        ))}
        {whole.reasoningPicoUsd !== null && (
          <Figure label="Thinking" below="where it can be told">
            {note(whole.reasoningPicoUsd)}
          </Figure>
        )}
        {whole.cacheSavedPicoUsd !== null && (
          <Figure label="Saved by caching" below="at list prices">
            {whole.cacheSavedPicoUsd === '0' ? '$0' : `≈\u202f${note(whole.cacheSavedPicoUsd)}`}
          </Figure>
        )}
      </dl>
    </div>
  )
}

function States({ sum, demo }: { sum: BillSum; demo: boolean }) {
  const settled = sum.calls - sum.pending - sum.unknown
  return (
    <p className="figures flex flex-wrap gap-x-4 text-ink-2 text-ui">
      {settled > 0 && (
        <Mark kind={demo ? 'simulated' : 'billed'} word={`${settled.toLocaleString('en-US')} ${demo ? 'simulated' : 'billed'}`} />
      )}
      {sum.pending > 0 && (
        <span className="text-pending">
          <Mark kind="pending" word={`${sum.pending} pending`} />
        </span>
      )}
      {sum.unknown > 0 && <Mark kind="unknown" word={`${sum.unknown} unknown`} />}
    </p>
  )
}

function Figure({ label, below, children }: { label: string; below: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-line border-t border-l py-4 pr-2 pl-4">
      <dt className="text-ink-3 text-ui">{label}</dt>
      <dd className="mt-1">
        <p className="figures font-serif text-title tracking-tight">{children}</p>
        <p className="text-ink-2 text-ui">{below}</p>
      </dd>
    </div>
  )
}

/** "at least" stands back; of nothing known there is the state alone. */
function Amount({ sum }: { sum: BillSum }) {
  const { text, state, spoken } = totalOf(sum, 'note')
  if (text === null) {
    return (
      <span className="font-sans text-body tracking-normal">
        <Mark kind={state === 'pending' ? 'pending' : 'unknown'} />
      </span>
    )
  }
  const isPartial = text.startsWith('at least ')
  return (
    <>
      {isPartial && <span className="text-head text-ink-2">at least </span>}
      {isPartial ? text.slice('at least '.length) : text}
      <span className="sr-only">{spoken}</span>
    </>
  )
}
