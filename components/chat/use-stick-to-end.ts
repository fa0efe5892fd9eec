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

/** Keeps the end in view while it is in view, and never pulls a reader away from what is being read. */
export function useStickToEnd(): StickToEnd {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticking = useRef(true)
  const [atEnd, setAtEnd] = useState(true)
  const [unread, setUnread] = useState(false)

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
    const onScroll = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPixels
      if (near) sticking.current = true
      else if (element.scrollTop < lastTop) sticking.current = false
      lastTop = element.scrollTop
      setAtEnd(near || sticking.current)
      if (near) setUnread(false)
    }
    const observer = new ResizeObserver(() => {
      const grew = inner.offsetHeight > lastHeight
      lastHeight = inner.offsetHeight
      if (sticking.current) element.scrollTop = element.scrollHeight
      else if (grew) setUnread(true)
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    observer.observe(inner)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [])

  return { scroller, content, atEnd, unread, toEnd }
}
