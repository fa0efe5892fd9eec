'use client'

import { useEffect, useState } from 'react'
import type { CodeToken } from './highlight-engine.ts'

const maxLines = 2_000
const maxCharacters = 100_000
/** A line this long was written by a machine, and grammars are slow on it. */
const maxLineLength = 2_000
/** What is coloured in one go takes less than a frame or two; more waits until the page has nothing else to do. */
const atOnceCharacters = 20_000

/** The coloured pieces of a text that will not change any more; `null` for plain text: too much of it, or an unknown language. */
export function useCodeTokens(text: string, language: string | undefined, closed: boolean): CodeToken | null {
  const [coloured, setColoured] = useState<{ text: string; tokens: CodeToken | null } | null>(null)
  const wanted = closed && language !== undefined && canColour(text)

  // The library is fetched, and what it does may wait.
  useEffect(() => {
    if (!wanted || language === undefined) return
    let current = true
    const colour = async () => {
      const { readCode } = await import('./highlight-engine.ts')
      if (current) setColoured({ text, tokens: readCode(text, language) })
    }
    // The text stays as it is, should the library not come.
    const start = () => void colour().catch(() => setColoured(null))
    const stop = text.length > atOnceCharacters ? whenIdle(start) : start()
    return () => {
      current = false
      stop?.()
    }
  }, [text, language, wanted])

  return coloured?.text === text ? coloured.tokens : null
}

/** Whether a text is short enough to be coloured without holding the page up. */
export function canColour(text: string): boolean {
  if (text.length > maxCharacters) return false
  const lines = text.split('\n')
  return lines.length <= maxLines && lines.every(line => line.length <= maxLineLength)
}

function whenIdle(start: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(start, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(start, { timeout: 5_000 })
  return () => cancelIdleCallback(handle)
}
