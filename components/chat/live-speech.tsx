'use client'

import { useEffect, useRef, useState } from 'react'

/** Speaks a running answer in whole sentences; a screen reader that heard every token would hear nothing. */
export function LiveSpeech({ text, live, outcome }: { text: string; live: boolean; outcome: string }) {
  const [spoken, setSpoken] = useState('')
  const position = useRef(0)
  const wasLive = useRef(false)

  // What is said depends on what was said before.
  useEffect(() => {
    if (live && !wasLive.current) position.current = 0
    if (!(live || wasLive.current)) return
    const end = live ? lastSentenceEnd(text) : text.length
    const next = text.slice(position.current, end).trim()
    position.current = Math.max(position.current, end)
    if (!live) setSpoken([next, outcome].filter(Boolean).join(' '))
    else if (next !== '') setSpoken(next)
    wasLive.current = live
  }, [text, live, outcome])

  return (
    <div aria-live="polite" className="sr-only">
      {spoken}
    </div>
  )
}

function lastSentenceEnd(text: string): number {
  const end = /[\s\S]*[.!?:\n](?=\s)/.exec(text)
  return end ? end[0].length : 0
}
