'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useMemo, useRef } from 'react'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { goOnText } from '../chat/go-on-text.ts'
import { type RetryChange, retrySettings, settingsForModel } from '../chat/retry-settings.ts'
import type { ComparisonSession } from './comparison-session.ts'
import type { LaneCommands } from './lane-commands.ts'

interface LaneCommandsOptions {
  session: ComparisonSession
  /** Of the round on screen; undefined in an empty comparison. */
  questionId: string | undefined
  questionText: string
  field: RefObject<HTMLTextAreaElement | null>
  /** The question is to be asked in other words. */
  onDraft: (text: string) => void
  onChoose: (answerId: string) => void
  /** A lane is asked again: its new answer is to be seen. */
  onRetry: (answerId: string) => void
  onDiff: (answerId: string) => void
  /** A question was asked on: its round is to be seen. */
  onAsked: () => void
}

/** The commands of all lanes: one object for the life of the page. */
export function useLaneCommands(options: LaneCommandsOptions): LaneCommands {
  const router = useRouter()
  const latest = useRef(options)
  latest.current = options
  const { session } = options
  return useMemo<LaneCommands>(
    () => ({
      retry: (answerId, change = {}) => {
        const settings = settingsOf(session, answerId)
        if (!settings) return
        latest.current.onRetry(answerId)
        session.retry(answerId, changedSettings(settings, change))
      },
      goOn: answerId => {
        const settings = settingsOf(session, answerId)
        if (!settings) return
        void session.ask(goOnText, [{ parentId: answerId, settings }])
        latest.current.onAsked()
      },
      stop: answerId => session.stop(answerId),
      choose: (_lane, answerId) => latest.current.onChoose(answerId),
      continueWith: answerId => {
        void session.change({ selectedLeafId: answerId, continued: true }).then(saved => {
          if (saved) router.push(`/c/${session.conversationId}`)
        })
      },
      vote: (lane, answerId) => {
        const { questionId } = latest.current
        if (questionId !== undefined) void session.vote(questionId, lane, answerId)
      },
      diff: answerId => latest.current.onDiff(answerId),
      edit: () => {
        latest.current.onDraft(latest.current.questionText)
        latest.current.field.current?.focus()
      }
    }),
    [session, router]
  )
}

/** What an answer was made with; `null` while names are hidden. */
export function settingsOf(session: ComparisonSession, answerId: string): TurnSettings | null {
  const settings = session.getState().detail.settingsOf[answerId]
  return settings?.model === undefined ? null : { ...settings, model: settings.model }
}

function changedSettings(settings: TurnSettings, change: RetryChange): TurnSettings {
  return retrySettings(settingsForModel(settings, change.model ?? settings.model), change, settings.routing?.ignore ?? [])
}
