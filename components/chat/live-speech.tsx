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

/** Looked for from the end, letter by letter: a search from every place would take the square of a text without sentences. */
function lastSentenceEnd(text: string): number {
  for (let end = text.length - 1; end > 0; end--) {
    if ('.!?:\n'.includes(text.charAt(end - 1)) && /\s/.test(text.charAt(end))) return end
  }
  return 0
}
