import type { ReactNode } from 'react'
import { formatCost, formatTokens, unknownFigure } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { type CostSum, savingOf, thinkingOf } from '@/lib/cost/report.ts'
import { promptTokens } from '@/lib/cost/token-usage.ts'
import { classNames } from '../ui/class-names.ts'
import { Mark } from '../ui/mark.tsx'
import { costIsOpen, shareOf } from './cost-columns.ts'

interface SummaryStripProps {
  total: CostSum
  demo: boolean
  /** The running period's end at this pace, or what a day was on average. */
  rate: { label: string; figure: string; note: string }
}

const glance = (picoUsd: string) => formatCost(picoUsdFromJson(picoUsd), 'glance')

/** The period in five figures. */
export function SummaryStrip({ total, demo, rate }: SummaryStripProps) {
  const thinking = thinkingOf(total)
  const saved = savingOf(total)
  const cached = shareOf(String(total.cacheReadTokens ?? 0), String(promptTokens(total) ?? 0))
  return (
    <dl className="grid grid-cols-2 border-line border-b md:grid-cols-6">
      <Spent total={total} demo={demo} />
      <Figure {...rate} place="border-t md:col-span-2 md:border-t-0 md:border-l md:pl-4 xl:col-span-1" />
      <Figure
        label="Thinking"
        figure={formatCost(thinking, 'glance')}
        note={thinking === null ? 'no price is known' : `${shareOf(total.reasoningPicoUsd, total.picoUsd)} of the bill`}
        place="border-t border-l pl-4 md:col-span-2 md:border-t-0 xl:col-span-1"
      />
      <Figure
        label="Saved by caching"
        figure={saved ? `≈\u202f${formatCost(saved, 'glance')}` : formatCost(saved, 'glance')}
        note={cached === unknownFigure ? 'no tokens were counted' : `${cached} of input was cached`}
        place="border-t md:col-span-3 xl:col-span-1 xl:border-t-0 xl:border-l xl:pl-4"
      />
      <Figure
        label="Thrown away"
        figure={glance(total.discardedPicoUsd)}
        note={`${formatTokens(total.discarded)} of ${formatTokens(total.answers)} answers`}
        place="border-t border-l pl-4 md:col-span-3 xl:col-span-1 xl:border-t-0"
      />
    </dl>
  )
}

function Spent({ total, demo }: { total: CostSum; demo: boolean }) {
  const open = costIsOpen(total)
  const known = !open || total.picoUsd !== '0'
  const billed = total.requests - total.pending - total.unknown
  const calls = (count: number, word: string) => `${formatTokens(count)} ${count === 1 ? 'call' : 'calls'} ${word}`
  return (
    <div className="col-span-2 py-4">
      <dt className="text-ink-3 text-ui">{demo ? 'Spent, simulated' : 'Spent'}</dt>
      <dd className="mt-1">
        <p className="figures whitespace-nowrap font-serif text-display tracking-tight">
          {open && known && <span className="text-head text-ink-2 md:text-title">at least </span>}
          {known ? glance(total.picoUsd) : unknownFigure}
        </p>
        <p className="figures flex flex-wrap gap-x-4 text-ink-2 text-ui">
          <Mark kind={demo ? 'simulated' : 'billed'} word={calls(billed, demo ? 'simulated' : 'billed')} />
          {total.pending > 0 && (
            <span className="text-pending">
              <Mark kind="pending" word={`${formatTokens(total.pending)} pending`} />
            </span>
          )}
          {total.unknown > 0 && <Mark kind="unknown" word={`${formatTokens(total.unknown)} unknown`} />}
        </p>
        <OwnKeys total={total} />
      </dd>
    </div>
  )
}

/** Calls with the user's own keys at providers: two bills in one sum. */
function OwnKeys({ total }: { total: CostSum }): ReactNode {
  if (total.providerPicoUsd === '0' && total.feePicoUsd === '0') return null
  const note = (picoUsd: string) => formatCost(picoUsdFromJson(picoUsd), 'note')
  return (
    <p className="figures mt-1 text-ink-3 text-ui">
      {`Of it with your own provider keys: ${note(total.providerPicoUsd)} to providers, ${note(total.feePicoUsd)} OpenRouter’s fee`}
    </p>
  )
}

function Figure({ label, figure, note, place }: { label: string; figure: string; note: string; place: string }) {
  return (
    <div className={classNames('min-w-0 border-line py-4 pr-2', place)}>
      <dt className="text-ink-3 text-ui">{label}</dt>
      <dd className="mt-1">
        <p className="figures whitespace-nowrap font-serif text-title tracking-tight">{figure}</p>
        <p className="figures text-ink-2 text-ui">{note}</p>
      </dd>
    </div>
  )
}
