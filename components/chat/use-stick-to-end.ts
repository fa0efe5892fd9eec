'use client'

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there. */
const nearPixels = 48

interface StickToEnd {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  atEnd: boolean
  /** Text came while the reader was elsewhere. */
  unread: boolean
  toEnd: () => void
}

/** What still moves into place after the last word: figures, actions, a failure card. */
const settleMs = 800

/**
 * Keeps the end in view while text comes and the end is in view; never pulls a reader away from what is being read or
 * opened. `begun`: there is a transcript; it is first shown at its end.
 */
export function useStickToEnd(begun: boolean, running: boolean): StickToEnd {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticking = useRef(true)
  const following = useRef(false)
  const [atEnd, setAtEnd] = useState(true)
  const [unread, setUnread] = useState(false)

  // Text comes, or has just come.
  useEffect(() => {
    if (!begun) return
    following.current = true
    if (running) return
    const timer = setTimeout(() => {
      following.current = false
    }, settleMs)
    return () => clearTimeout(timer)
  }, [begun, running])

  const toEnd = useCallback(() => {
    const element = scroller.current
    if (!element) return
    sticking.current = true
    element.scrollTop = element.scrollHeight
    setAtEnd(true)
    setUnread(false)
  }, [])

  // Growing content is followed; a scroll upwards by hand lets go.
  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (!element || !inner) return
    let lastTop = element.scrollTop
    let lastHeight = inner.offsetHeight
    let first = inner.querySelector('.entry')
    let awaitedId = window.location.hash.slice(1)
    // A search leads to its passage (components/search/show-found.tsx), not to the end.
    if (new URLSearchParams(window.location.search).has('find')) {
      sticking.current = false
      following.current = false
    }
    let namedAt: number | null = null
    /** An entry that the address names is shown instead of the end, as soon as it is there, and until what stands around it is drawn. */
    const showNamed = () => {
      const named = awaitedId === '' ? null : document.getElementById(awaitedId)
      if (!named || !inner.contains(named)) return
      namedAt ??= performance.now()
      if (performance.now() - namedAt > settleMs) awaitedId = ''
      sticking.current = false
      following.current = false
      named.scrollIntoView()
    }
    let pending: ReturnType<typeof setTimeout> | undefined
    const takeScroll = () => {
      clearTimeout(pending)
      pending = undefined
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPixels
      if (near) sticking.current = true
      else if (element.scrollTop < lastTop) sticking.current = false
      lastTop = element.scrollTop
      setAtEnd(near || sticking.current)
      if (near) setUnread(false)
    }
    // Where the page stands is asked once that is known: at the event itself, it would first have to lay out what has come since.
    const onScroll = () => {
      pending ??= setTimeout(takeScroll)
    }
    const observer = new ResizeObserver(() => {
      if (pending !== undefined) takeScroll()
      const grownBy = inner.offsetHeight - lastHeight
      const grew = grownBy > 0
      lastHeight = inner.offsetHeight
      // What came before what is being read moves nothing; where the browser has not seen to that itself.
      const nowFirst = inner.querySelector('.entry')
      if (first?.isConnected && first !== nowFirst && element.scrollTop === lastTop) element.scrollTop += grownBy
      first = nowFirst
      showNamed()
      if (!following.current) return
      if (sticking.current) element.scrollTop = element.scrollHeight
      else if (grew) setUnread(true)
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    observer.observe(inner)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
      clearTimeout(pending)
    }
  }, [])

  return { scroller, content, atEnd, unread, toEnd }
}
