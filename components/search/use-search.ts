'use client'

import { useEffect, useState } from 'react'
import type { SearchGroup, SearchPage } from '@/lib/chat/search.ts'
import { request } from '../http/request-json.ts'

export interface SearchState {
  /** What `groups` were found for. */
  query: string
  groups: readonly SearchGroup[]
  nextCursor: string | null
  state: 'searching' | 'found' | 'failed'
}

/** Several letters of one word are one search. */
const typingMs = 80
const nothing: SearchState = { query: '', groups: [], nextCursor: null, state: 'found' }

/** What is found for a text while it is being typed; until the answer comes the one before stays. */
export function useSearch(text: string): SearchState & { more: () => void } {
  const query = text.trim()
  const [found, setFound] = useState(nothing)

  // The server searches; an answer to an earlier text must not come after this one's.
  useEffect(() => {
    if (query === '') {
      setFound(nothing)
      return
    }
    const aborter = new AbortController()
    setFound(before => ({ ...before, state: 'searching' }))
    const timer = setTimeout(() => {
      readPage(query, null, aborter.signal).then(
        page => setFound({ query, ...page, state: 'found' }),
        () => aborter.signal.aborted || setFound({ ...nothing, query, state: 'failed' })
      )
    }, typingMs)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [query])

  const more = () => {
    const { query: asked, nextCursor: cursor } = found
    readPage(asked, cursor).then(
      page =>
        setFound(before =>
          // What was asked for twice comes twice.
          before.query === asked && before.nextCursor === cursor
            ? { ...before, groups: [...before.groups, ...page.groups], nextCursor: page.nextCursor }
            : before
        ),
      () => setFound(before => ({ ...before, state: 'failed' }))
    )
  }
  return { ...found, more }
}

async function readPage(query: string, cursor: string | null, signal?: AbortSignal): Promise<SearchPage> {
  const address = `/api/search?${new URLSearchParams({ q: query, ...(cursor === null ? {} : { cursor }) })}`
  return (await request(address, { cache: 'no-store', ...(signal ? { signal } : {}) })).json()
}
