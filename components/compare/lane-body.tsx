'use client'

import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { JumpToEnd } from '../chat/jump-to-end.tsx'
import { Outcome } from '../chat/outcome.tsx'
import { AnswerParts } from '../chat/parts/answer-parts.tsx'
import { useStickToEnd } from '../chat/use-stick-to-end.ts'
import { Waiting } from '../chat/waiting.tsx'
import type { LiveAnswer } from './live-answer.ts'

interface LaneBodyProps {
  answer: LiveAnswer
  /** Who is being waited for. */
  name: string
  label: string
  /** Where it differs from the round's. */
  question: string | null
  /** Nothing can be asked again in this lane. */
  busy: boolean
  /** Scrolled by the others, when they scroll together. */
  onScroller: (element: HTMLElement | null) => void
}

/** What a lane says. Of all lanes only the one with news is drawn. */
export function LaneBody({ answer, name, label, question, busy, onScroller }: LaneBodyProps) {
  const { message, runningSince } = useSyncExternalStore(answer.subscribe, answer.getView, answer.getView)
  const live = runningSince !== null
  const { scroller, content, atEnd, unread, toEnd } = useStickToEnd(live, live)
  useScroller(scroller, onScroller)
  const { metadata } = message
  return (
    <div className="relative min-h-0 border-line border-t">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section ref={scroller} tabIndex={0} aria-label={label} className="lane-body @container focus-visible:-outline-offset-2">
        <div ref={content} className="flex flex-col gap-3 px-4 py-3">
          {question !== null && (
            <p className="whitespace-pre-wrap wrap-anywhere rounded-sm bg-surface px-3 py-2 text-body text-ink-2">{question}</p>
          )}
          <AnswerParts message={message} live={live} className="text-body" />
          {live && <Waiting message={message} who={metadata?.provider ?? name} />}
          {metadata && !live && <Outcome message={message} metadata={metadata} busy={busy} countdown={null} />}
        </div>
      </section>
      {live && !atEnd && (
        <div className="absolute inset-x-0 bottom-0">
          <JumpToEnd unread={unread} onClick={toEnd} />
        </div>
      )}
    </div>
  )
}

function useScroller(scroller: RefObject<HTMLElement | null>, onScroller: (element: HTMLElement | null) => void): void {
  // The frame hears of the element once it is there.
  useEffect(() => {
    onScroller(scroller.current)
    return () => onScroller(null)
  }, [scroller, onScroller])
}
