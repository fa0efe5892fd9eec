'use client'

import { useSyncExternalStore } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { Draft } from './draft.ts'

export interface EditedQuestion {
  id: string
  /** What the question asked anew follows; `null`: it is the first. */
  parentId: string | null
  /** Its place among the questions of the branch, from 1. */
  ordinal: number
}

/** The question on screen that is being asked anew; `null` when the field holds a new one. `earlierQuestions` are not there yet. */
export function useEditedQuestion(draft: Draft, messages: readonly ChatMessage[], earlierQuestions: number): EditedQuestion | null {
  const editedId = useSyncExternalStore(draft.subscribe, draft.editing, () => null)
  const questions = messages.filter(message => message.role === 'user')
  const index = questions.findIndex(({ id }) => id === editedId)
  const question = questions[index]
  return question ? { id: question.id, parentId: question.metadata?.parentId ?? null, ordinal: earlierQuestions + index + 1 } : null
}
