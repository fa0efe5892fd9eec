'use client'

import { useEffect } from 'react'
import { parseSearch, termPattern } from '@/lib/chat/search-query.ts'
import { placesOf } from './found-places.ts'

export interface FoundPlace {
  messageId: string
  /** As they were searched for. */
  words: string
  /** Kind of the hit. */
  part: string
}

const highlightName = 'found'
/** The transcript's code comes by itself, and what is opened is drawn a moment later. */
const retryMs = 100
const maxTries = 50
/** An entry in which nothing stands any more is shown as a whole. */
const patience = 10

/** Scrolls to the message that a search led to and marks the words in it, opening the thought or tool that they stand in. */
export function ShowFound({ messageId, words, part }: FoundPlace) {
  // The transcript is drawn elsewhere.
  useEffect(() => {
    const pattern = termPattern(parseSearch(words).terms)
    const opened: HTMLDetailsElement[] = []
    let tries = 0
    let triesInEntry = 0
    const timer = setInterval(() => {
      tries += 1
      const entry = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`)
      // What is far is drawn when it comes near.
      if (entry?.dataset.far !== undefined) entry.scrollIntoView()
      else if (entry) {
        triesInEntry += 1
        if (part !== 'answer') opened.push(...openClosed(entry))
        const places = pattern === null ? [] : placesOf(entry, pattern).filter(place => isIn(place, part))
        if (places.length > 0 || triesInEntry > patience) {
          clearInterval(timer)
          show(entry, places)
          for (const details of opened) if (!places.some(place => place.intersectsNode(details))) details.open = false
        }
      }
      if (tries > maxTries) clearInterval(timer)
    }, retryMs)
    return () => {
      clearInterval(timer)
      CSS.highlights?.delete(highlightName)
    }
  }, [messageId, words, part])
  return null
}

/** Opens what is folded: thoughts, tools, long questions. */
function openClosed(entry: HTMLElement): HTMLDetailsElement[] {
  for (const fold of entry.querySelectorAll<HTMLElement>('button[aria-expanded="false"]:not([aria-haspopup])')) fold.click()
  const closed = [...entry.querySelectorAll<HTMLDetailsElement>('details:not([open])')]
  for (const details of closed) details.open = true
  return closed
}

/** Of a thought or a tool only the words that stand there are meant. */
function isIn(place: Range, part: string): boolean {
  if (part !== 'thought' && part !== 'tool') return true
  const { startContainer } = place
  return (startContainer instanceof Element ? startContainer : startContainer.parentElement)?.closest('details') !== null
}

function show(entry: HTMLElement, places: readonly Range[]): void {
  entry.focus({ preventScroll: true })
  const first = places[0]
  if (!first) {
    entry.scrollIntoView()
    return
  }
  // Firefox before 140 has no highlights: there the entry alone is shown.
  CSS.highlights?.set(highlightName, new Highlight(...places))
  const around = first.startContainer instanceof Element ? first.startContainer : first.startContainer.parentElement
  around?.scrollIntoView({ block: 'center' })
}
