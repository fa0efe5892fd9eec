'use client'

import Search from 'lucide-react/icons/search'
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ComparisonDetail, ComparisonPage, ComparisonSummary } from '@/lib/chat/comparison.ts'
import { ledgerDecimals } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { useShell } from '../../conversations/shell-context.ts'
import { asApiError, request, requestJson } from '../../http/request-json.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toaster.tsx'
import { ComparisonStarter } from '../setup/start-comparison.ts'
import { groupReruns } from './group-reruns.ts'
import { type Clock, type RecordActions, RecordRow } from './record-row.tsx'
import type { Repeat } from './repeat.ts'
import { useRecord } from './use-record.ts'

interface RecordProps {
  initial: ComparisonPage
  initialQuery: string
  /** ISO 8601: the server's now, so that both sides draw the same. */
  renderedAt: string
  /** Fills the form with an earlier comparison. */
  onChangeLane: (repeat: Repeat, comparison: ComparisonSummary) => void
}

/** Every comparison, newest first: searched, run again, deleted. */
export function ComparisonRecord({ initial, initialQuery, renderedAt, onChangeLane }: RecordProps) {
  const record = useRecord(initial, initialQuery)
  const { problem, ...actions } = useRecordActions(record, onChangeLane)
  const clock = useClock(renderedAt)
  const groups = useMemo(() => groupReruns(record.conversations), [record.conversations])
  const decimals = ledgerDecimals(record.conversations.map(({ cost }) => picoUsdFromJson(cost.picoUsd)))
  const row = (comparison: ComparisonSummary, nested: boolean) => (
    <RecordRow
      comparison={comparison}
      nested={nested}
      clock={clock}
      decimals={decimals}
      problem={problem?.id === comparison.id ? problem.words : null}
      actions={actions}
    />
  )
  const empty = record.conversations.length === 0
  return (
    <section aria-label="Record" className="mt-12">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 className="font-semibold text-head">Record</h2>
        {!(empty && record.query === '' && record.shownQuery === '') && <SearchField query={record.query} onChange={record.setQuery} />}
      </div>
      <div role="status">
        {empty && record.shownQuery === '' && <p className="mt-6 font-serif text-ink-2 text-title">One question, up to eight answers.</p>}
        {empty && record.shownQuery !== '' && (
          <p className="wrap-anywhere mt-4 text-body text-ink-3">
            No comparison says “{record.shownQuery}”. Titles and questions were searched.
          </p>
        )}
        {record.stale && <p className="mt-4 text-note text-warning">Steno cannot be reached; this list may be old.</p>}
      </div>
      {!empty && (
        <ul aria-label="Comparisons" className="mt-3 border-line border-t">
          {groups.map(({ original, reruns }) => (
            <li key={original.id} className="border-line border-b">
              {row(original, false)}
              {reruns.length > 0 && (
                <ul aria-label={`Reruns of ${original.title || 'Untitled'}`}>
                  {reruns.map(rerun => (
                    <li key={rerun.id} className="border-line border-t pl-4">
                      {row(rerun, true)}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      {record.nextCursor !== null && (
        <Button variant="ghost" className="mt-2" onClick={() => void record.loadOlder()}>
          Show older
        </Button>
      )}
    </section>
  )
}

function SearchField({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  return (
    <div className="flex h-10 w-full items-center gap-2 rounded-sm border border-line-strong bg-raised px-3 has-focus-visible:border-accent has-focus-visible:ring-1 has-focus-visible:ring-accent sm:w-margin md:w-80">
      <Search className="text-ink-3" />
      <input
        type="search"
        aria-label="Search comparisons"
        placeholder="Search titles and questions"
        maxLength={200}
        value={query}
        onChange={event => onChange(event.target.value)}
        className="h-full min-w-0 flex-1 bg-transparent text-ink text-read outline-none placeholder:text-ink-3"
      />
    </div>
  )
}

interface Problem {
  id: string
  words: string
}

const hiddenWords = 'Nobody knows its models yet. Vote in it first.'

/** What can be done with a line; what fails says so under it. */
function useRecordActions({ refresh, drop, takeBack }: ReturnType<typeof useRecord>, onChangeLane: RecordProps['onChangeLane']) {
  const router = useRouter()
  const toast = useToast()
  const { list } = useShell()
  const [starter] = useState(() => new ComparisonStarter())
  const [problem, setProblem] = useState<Problem | null>(null)
  const busy = useRef(false)

  /** One thing at a time: a second press while the first is under way is the same press. */
  const attempt = (id: string, work: () => Promise<void>) => {
    if (busy.current) return
    busy.current = true
    setProblem(null)
    work()
      .catch((failure: unknown) => setProblem({ id, words: asApiError(failure).message }))
      .finally(() => {
        busy.current = false
      })
  }
  const readRepeat = async (id: string): Promise<{ repeat: Repeat; blind: boolean } | null> => {
    const [detail, { repeatOf }] = await Promise.all([requestJson<ComparisonDetail>(`/api/conversations/${id}`), import('./repeat.ts')])
    const repeat = repeatOf(detail)
    if (!repeat) setProblem({ id, words: hiddenWords })
    return repeat && { repeat, blind: detail.comparison.blind }
  }
  const actions: RecordActions = {
    onRerun: ({ id }) =>
      attempt(id, async () => {
        const read = await readRepeat(id)
        if (!read) return
        const { text, files, lanes } = read.repeat
        router.push(`/compare/${await starter.start({ text, files, lanes, blind: read.blind, rerunOfId: id })}`)
      }),
    onChangeLane: comparison =>
      attempt(comparison.id, async () => {
        const read = await readRepeat(comparison.id)
        if (read) onChangeLane(read.repeat, comparison)
      }),
    onDelete: ({ id, title }) =>
      attempt(id, async () => {
        await request(`/api/conversations/${id}`, { method: 'DELETE' })
        drop(id)
        const restore = async () => {
          await requestJson(`/api/conversations/${id}`, 'PATCH', { deleted: false })
          takeBack(id)
          list.refreshSoon()
          await refresh()
        }
        toast(
          `Deleted “${title || 'Untitled'}”`,
          () => void restore().catch(() => toast('Steno could not be reached. It is still deleted.'))
        )
        // A continued one stood among the conversations too.
        list.refreshSoon()
        await refresh()
      })
  }
  return { ...actions, problem }
}

const never = () => () => undefined

/** The server does not know where the reader's days begin; the first drawing agrees with it. */
function useClock(renderedAt: string): Clock {
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false
  )
  return mounted
    ? { now: new Date(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }
    : { now: new Date(renderedAt), timeZone: 'UTC' }
}
