'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ComparisonPage } from '@/lib/chat/comparison.ts'
import { requestJson } from '../../http/request-json.ts'
import { subscribeToUserEvents } from '../../http/user-events.ts'

/** Between the last key and the question to the server. */
const settleMs = 250

/** The list of comparisons, searched as somebody types, and fresh by the server's events. */
export function useRecord(initial: ComparisonPage, initialQuery: string) {
  const [page, setPage] = useState(initial)
  const [query, setQuery] = useState(initialQuery)
  /** What the list shown was searched for. */
  const [shownQuery, setShownQuery] = useState(initialQuery)
  const [stale, setStale] = useState(false)
  /** Deleted here: reading the first page again would leave them standing among the older ones. */
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const conversations = useMemo(() => page.conversations.filter(({ id }) => !dropped.has(id)), [page, dropped])
  const latest = useRef({ query, shownQuery, page })
  latest.current = { query, shownQuery, page }
  const reads = useRef(0)

  const read = useCallback(async (): Promise<void> => {
    reads.current += 1
    const number = reads.current
    const asked = latest.current.query
    try {
      const first = await requestJson<ComparisonPage>(address(asked))
      // Only the answer to the last question counts: an earlier one may come later.
      if (number !== reads.current) return
      setPage(current => (asked === latest.current.shownQuery ? withOlder(first, current) : first))
      setShownQuery(asked)
      setStale(false)
    } catch {
      // It is read again with the next event; until then the list says that it may be old.
      if (number === reads.current) setStale(true)
    }
  }, [])

  // What is searched for is part of the address, so that a reload and a link find the same.
  useEffect(() => {
    if (query === shownQuery) return
    const timer = setTimeout(() => {
      window.history.replaceState(null, '', query.trim() === '' ? '/compare' : `/compare?query=${encodeURIComponent(query)}`)
      void read()
    }, settleMs)
    return () => clearTimeout(timer)
  }, [query, shownQuery, read])

  // Costs settle, titles are written, and other tabs run comparisons.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = subscribeToUserEvents(() => {
      clearTimeout(timer)
      timer = setTimeout(() => void read(), settleMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [read])

  const loadOlder = async (): Promise<void> => {
    const { page: current, query: asked } = latest.current
    if (current.nextCursor === null) return
    const number = reads.current
    try {
      const older = await requestJson<ComparisonPage>(address(asked, current.nextCursor))
      if (number !== reads.current) return
      const known = new Set(current.conversations.map(({ id }) => id))
      const added = older.conversations.filter(({ id }) => !known.has(id))
      setPage({ conversations: [...current.conversations, ...added], nextCursor: older.nextCursor })
    } catch {
      // The button stays and can be pressed again.
      setStale(true)
    }
  }
  const drop = (id: string) => setDropped(before => new Set(before).add(id))
  const takeBack = (id: string) => setDropped(before => new Set([...before].filter(other => other !== id)))
  return { ...page, conversations, query, shownQuery, stale, setQuery, refresh: read, loadOlder, drop, takeBack }
}

/** A first page that was read again, with the older rows that stand below it already. */
function withOlder(first: ComparisonPage, current: ComparisonPage): ComparisonPage {
  if (first.nextCursor === null) return first
  const oldest = first.conversations.at(-1)?.updatedAt ?? ''
  const known = new Set(first.conversations.map(({ id }) => id))
  const older = current.conversations.filter(({ id, updatedAt }) => !known.has(id) && updatedAt <= oldest)
  return older.length === 0 ? first : { conversations: [...first.conversations, ...older], nextCursor: current.nextCursor }
}

function address(query: string, cursor?: string): string {
  const parameters = new URLSearchParams({ kind: 'compare' })
  if (query.trim() !== '') parameters.set('query', query.trim())
  if (cursor !== undefined) parameters.set('cursor', cursor)
  return `/api/conversations?${parameters}`
}
