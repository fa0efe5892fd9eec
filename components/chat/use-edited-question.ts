'use client'

import { useCallback, useEffect, useRef } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { Draft } from './draft.ts'

/** The question that was put back into the field: what is sent next stands beside it. Emptying the field forgets it. */
export function useEditedQuestion(draft: Draft, messages: readonly ChatMessage[]) {
  const edited = useRef<string | null>(null)
  useEffect(
    () =>
      draft.subscribe(() => {
        if (draft.get() === '') edited.current = null
      }),
    [draft]
  )
  const edit = useCallback((questionId: string) => {
    edited.current = questionId
  }, [])
  /** What the next question follows; `undefined` for the end of the branch. */
  const placeOfNext = (): string | null | undefined => {
    const question = messages.find(({ id }) => id === edited.current)
    return question && (question.metadata?.parentId ?? null)
  }
  return { edit, placeOfNext }
}
