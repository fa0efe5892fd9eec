import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Download from 'lucide-react/icons/download'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { CostView } from '@/lib/cost/view.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { costTables, tableTitles } from './cost-names.ts'
import { costsCsvHref, costsHref } from './costs-href.ts'
import { listEntry, OpenList } from './open-list.tsx'
import { periodTitle } from './period-words.ts'
import { grainWords } from './slot-words.ts'

const labels = { day: 'Day', week: 'Week', month: 'Month', year: 'Year', all: 'All', range: 'Period' } as const

/** Which days, which others, and what stands here as a file: links and a form, so that all of it works without script. */
export function PeriodPicker({ view }: { view: CostView }) {
  const { period, around, previous, next } = view
  const choices = [...around, { kind: 'all' as const, name: 'all' }].map(({ kind, name }) => ({
    label: labels[kind],
    href: costsHref(name, period.zone),
    current: kind === period.kind
  }))
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-3 border-line-strong border-b pb-4">
      <h1 className="mr-2 font-serif text-title">{periodTitle(period)}</h1>
      <Step label="Previous" name={previous} zone={period.zone} icon={<ChevronLeft />} />
      <Step label="Next" name={next} zone={period.zone} icon={<ChevronRight />} />
      <div className="ml-auto flex items-center gap-2 pointer-coarse:gap-3">
        <nav aria-label="Period" className="flex rounded-sm border border-line-strong max-md:hidden">
          {choices.map(({ label, href, current }) => (
            <Link
              key={label}
              href={href}
              prefetch={false}
              aria-current={current ? 'page' : undefined}
              className={classNames(
                'hit flex h-7.5 items-center border-line border-r px-3 text-ui first:rounded-l-xs last:rounded-r-xs last:border-r-0',
                current ? 'bg-inverse font-medium text-on-inverse' : 'text-ink-2 hover:text-ink'
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
        <OpenList
          className="md:hidden"
          summary={
            <>
              {labels[period.kind]}
              <ChevronDown />
            </>
          }
        >
          <nav aria-label="Period">
            {choices.map(({ label, href, current }) => (
              <Link
                key={label}
                href={href}
                prefetch={false}
                aria-current={current ? 'page' : undefined}
                className={classNames(listEntry, current && 'bg-hover font-medium')}
              >
                {label}
              </Link>
            ))}
          </nav>
        </OpenList>
        <OpenList
          summary={
            <>
              Custom
              <ChevronDown />
            </>
          }
        >
          <RangeForm view={view} />
        </OpenList>
        <OpenList
          summary={
            <>
              <Download />
              CSV
            </>
          }
        >
          <ul>
            <li>
              <a href={costsCsvHref(period.name, period.zone, 'time')} download className={listEntry}>
                {grainWords[view.report.grain]}
              </a>
            </li>
            {costTables.map(table => (
              <li key={table}>
                <a href={costsCsvHref(period.name, period.zone, table)} download className={listEntry}>
                  {tableTitles[table].title}
                </a>
              </li>
            ))}
          </ul>
        </OpenList>
      </div>
    </div>
  )
}

function Step({ label, name, zone, icon }: { label: string; name: string | null; zone: string; icon: ReactNode }) {
  const place = 'hit flex size-8 items-center justify-center rounded-sm text-ink-3'
  if (name === null) return <span className={classNames(place, 'invisible')} />
  return (
    <Link
      href={costsHref(name, zone)}
      prefetch={false}
      aria-label={label}
      title={label}
      className={classNames(place, 'hover:bg-hover hover:text-ink')}
    >
      {icon}
    </Link>
  )
}

/** The page itself turns the two days into an address of their own. */
function RangeForm({ view: { period, today } }: { view: CostView }) {
  const field = 'h-8 w-full rounded-sm border border-line-strong bg-raised px-2 text-read'
  return (
    <form action="/costs" method="get" className="flex flex-col gap-2 p-2">
      <label className="flex flex-col gap-1 text-ink-3 text-ui">
        From
        <input type="date" name="from" required defaultValue={period.first} max={today} className={field} />
      </label>
      <label className="flex flex-col gap-1 text-ink-3 text-ui">
        To
        <input type="date" name="to" required defaultValue={period.last < today ? period.last : today} className={field} />
      </label>
      <input type="hidden" name="zone" value={period.zone} />
      <Button type="submit" variant="primary">
        Show
      </Button>
    </form>
  )
}
