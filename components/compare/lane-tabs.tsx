'use client'

import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { classNames } from '../ui/class-names.ts'
import { Mark, type MarkKind } from '../ui/mark.tsx'

interface LaneTabsProps {
  tabs: readonly { letter: string; mark: MarkKind; word: string }[]
  /** Its children are the lanes, in the same order. */
  frame: RefObject<HTMLDivElement | null>
}

/** On a phone one lane is on screen: letters with the lane's state above it, which follow a swipe and lead to their lane. */
export function LaneTabs({ tabs, frame }: LaneTabsProps) {
  const [shown, setShown] = useState(0)

  // A swipe is a scroll of the frame.
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onScroll = () => setShown(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)))
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [frame])

  const show = (index: number) => {
    const element = frame.current
    element?.scrollTo({ left: index * element.clientWidth, behavior: 'smooth' })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const last = tabs.length - 1
    const to: Record<string, number> = { ArrowRight: Math.min(last, shown + 1), ArrowLeft: Math.max(0, shown - 1), Home: 0, End: last }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    show(next)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div role="tablist" aria-label="Lanes" onKeyDown={onKeyDown} className="mb-3 flex gap-1 overflow-x-auto border-line border-b md:hidden">
      {tabs.map(({ letter, mark, word }, index) => (
        <button
          key={letter}
          type="button"
          role="tab"
          aria-selected={index === shown}
          tabIndex={index === shown ? 0 : -1}
          onClick={() => show(index)}
          className={classNames(
            'flex h-11 min-w-11 flex-1 items-center justify-center gap-2 border-b-2 px-2 font-medium font-mono text-body',
            index === shown ? 'border-ink text-ink' : 'border-transparent text-ink-2'
          )}
        >
          {letter}
          <Mark kind={mark} word={word} quiet />
        </button>
      ))}
    </div>
  )
}
