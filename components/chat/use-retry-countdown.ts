'use client'

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { RunningTurn } from './running-turn.ts'

/** A failed answer whose question will be asked again by itself. */
export interface RetryCountdown {
  messageId: string
  questionId: string
  /** On this page's clock. */
  startedAt: number
  waitMs: number
}

/** A longer wait is told, and is for the user to end. */
const longestWaitMs = 5 * 60_000
/** In a row, for whoever has left the page open. */
const mostRetries = 3
/** A timer that comes later than this has slept with its computer: nobody expects a question to be sent then. */
const latestMs = 60_000

interface CountdownOptions {
  running: RunningTurn | null
  /** The branch on screen. */
  messages: readonly ChatMessage[]
  /** Asks again with the settings that failed. */
  retry: (questionId: string) => void
}

/**
 * Counts down and asks again when an upstream asked to wait, and only where nothing can be lost or paid twice: this
 * page asked, saw it fail, nothing of an answer came, and the failure is still the last thing on screen.
 */
export function useRetryCountdown({ running, messages, retry }: CountdownOptions) {
  const [countdown, setCountdown] = useState<RetryCountdown | null>(null)
  const seen = useRef<RunningTurn | null>(null)
  const retries = useRef({ made: 0, byItself: false })
  const stop = useCallback(() => setCountdown(null), [])
  const last = messages.at(-1)

  // The end of a turn is a change from a running turn to none.
  useEffect(() => {
    if (running) {
      if (seen.current?.messageId !== running.messageId) {
        if (!retries.current.byItself) retries.current.made = 0
        retries.current.byItself = false
      }
      seen.current = running
      setCountdown(null)
      return
    }
    const ended = seen.current
    if (!ended || last?.id !== ended.messageId || last.metadata?.status === 'streaming') return
    seen.current = null
    if (ended.startedAt !== null && retries.current.made < mostRetries) setCountdown(countdownFor(last))
  }, [running, last])

  // Another branch, an answer from another tab: the failure is not what is being looked at any more.
  useEffect(() => {
    if (countdown && last?.id !== countdown.messageId) setCountdown(null)
  }, [countdown, last])

  const latestRetry = useRef(retry)
  latestRetry.current = retry

  // One timer per countdown; leaving the page ends it.
  useEffect(() => {
    if (!countdown) return
    const dueAt = countdown.startedAt + countdown.waitMs
    const timer = setTimeout(() => {
      setCountdown(null)
      if (Date.now() - dueAt > latestMs) return
      retries.current = { made: retries.current.made + 1, byItself: true }
      latestRetry.current(countdown.questionId)
    }, dueAt - Date.now())
    return () => clearTimeout(timer)
  }, [countdown])

  // Who sees it count can end it: an Esc that came between that frame and a passive effect would end nothing.
  useLayoutEffect(() => {
    if (!countdown) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) setCountdown(null)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [countdown])

  return { countdown, stop }
}

function countdownFor({ id, metadata, parts }: ChatMessage): RetryCountdown | null {
  const { failure, parentId } = metadata ?? {}
  if (!failure?.retryable || failure.retryAfterMs === undefined || failure.retryAfterMs > longestWaitMs || !parentId) return null
  if (parts.some(part => part.type !== 'step-start')) return null
  return { messageId: id, questionId: parentId, startedAt: Date.now(), waitMs: Math.max(1000, failure.retryAfterMs) }
}
