'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ComparisonDetail } from '@/lib/chat/comparison.ts'
import { subscribeToUserEvents } from '../http/user-events.ts'
import { ComparisonSession } from './comparison-session.ts'

/** The session of one comparison, and what is on screen of it beside the answers. */
export function useComparison(detail: ComparisonDetail) {
  const [session] = useState(() => new ComparisonSession(detail))
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState)

  // A page that opens while lanes run joins them; one that leaves detaches.
  useEffect(() => session.start(), [session])

  // Lanes started elsewhere, settled costs and new titles come from the server's events.
  useEffect(
    () =>
      subscribeToUserEvents(event => {
        if (!('conversationId' in event) || event.conversationId === session.conversationId) session.refreshSoon()
      }),
    [session]
  )
  return { session, ...state }
}
