'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { textOf } from './branch-view.ts'

/** So many of the last entries are drawn at once. */
export const nearEntries = 40
/** How far from the window an entry is drawn, so that it is there when it comes in. */
const nearPixels = 2000

interface FarEntryProps {
  message: ChatMessage
  ordinal: number
  /** Whether it is too far up to be drawn when it is first there. */
  isFar: boolean
  /** The entry as it is drawn. */
  children: ReactNode
}

/**
 * An entry of a transcript. One that is far from what is being read is its text alone, as it came: the browser's search finds it, and
 * it takes nearly no time. It is drawn when it comes near, and stays so.
 */
export function FarEntry({ message, ordinal, isFar, children }: FarEntryProps) {
  const [far, setFar] = useState(isFar)
  const element = useRef<HTMLElement>(null)

  // What is near only the browser knows.
  useEffect(() => {
    const { current } = element
    if (!far || !current) return
    return whenNear(current, () => setFar(false))
  }, [far])

  if (!far) return children
  const isQuestion = message.role === 'user'
  return (
    <article
      ref={element}
      id={`${isQuestion ? 'q' : 'a'}${ordinal}`}
      data-message={message.id}
      data-far=""
      aria-label={`${isQuestion ? 'Question' : 'Answer'} ${ordinal}`}
      tabIndex={-1}
      className="entry far-entry scroll-mt-4"
    >
      <p className="whitespace-pre-wrap text-read wrap-anywhere">{textOf(message)}</p>
    </article>
  )
}

const waiting = new Map<Element, () => void>()
let observer: IntersectionObserver | null = null

/** One observer for all of them; the result ends it. */
function whenNear(element: HTMLElement, onNear: () => void): () => void {
  observer ??= new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) waiting.get(target)?.()
    },
    { root: element.closest('main'), rootMargin: `${nearPixels}px 0px` }
  )
  waiting.set(element, onNear)
  observer.observe(element)
  return () => {
    waiting.delete(element)
    observer?.unobserve(element)
    if (waiting.size > 0) return
    observer?.disconnect()
    observer = null
  }
}
