'use client'

import { type RefCallback, useCallback } from 'react'
import type { CodeToken } from './highlight-engine.ts'

const maxLines = 2_000
const maxCharacters = 100_000
/** A line this long was written by a machine, and grammars are slow on it. */
const maxLineLength = 2_000
/** What is coloured in one go takes less than a frame or two; more waits until the page has nothing else to do. */
const atOnceCharacters = 20_000

/**
 * For the element that holds a code as its only child: once the text will not change any more it is coloured there, unless it is too
 * much or in an unknown language. The pieces are the document's alone: as elements of React's they were half of what an answer with
 * code leaves in memory. A text that changes after all replaces them.
 */
export function useColouring(text: string, language: string | undefined, closed: boolean): RefCallback<HTMLElement> | null {
  const wanted = closed && language !== undefined && canColour(text)
  const colouring = useCallback(
    (code: HTMLElement) => {
      let current = language !== undefined
      const colour = async () => {
        const { readCode } = await import('./highlight-engine.ts')
        if (current && language !== undefined) code.replaceChildren(...(readCode(text, language)?.children.map(nodeOf) ?? [text]))
      }
      // The text stays as it is, should the library not come.
      const start = () => void colour().catch(() => undefined)
      const stop = text.length > atOnceCharacters ? whenIdle(start) : start()
      return () => {
        current = false
        stop?.()
      }
    },
    [text, language]
  )
  return wanted ? colouring : null
}

/** A piece with its kind as class name; what kinds look like is in markdown.css. */
function nodeOf(piece: CodeToken | string): Node {
  if (typeof piece === 'string') return document.createTextNode(piece)
  const span = document.createElement('span')
  if (piece.kind !== undefined) span.className = `code-${piece.kind.split('.')[0]}`
  span.append(...piece.children.map(nodeOf))
  return span
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
