'use client'

import { createContext, use } from 'react'
import type { RetryChange } from './retry-settings.ts'

/** What can be done from inside the transcript. The functions never change, so nothing is drawn anew for them. */
export interface ChatActions {
  /** Asks a question again, with what is chosen now and a change to it. */
  retry: (questionId: string, change?: RetryChange) => void
  /** Nothing is asked again by itself any more. */
  stopCounting: () => void
  /** Asks the model to go on with an answer, whatever was asked after it. */
  goOn: (answerId: string) => void
  showBranchOf: (messageId: string) => void
  /** Puts a question's text back into the composer. */
  editQuestion: (questionId: string) => void
  openModels: () => void
}

export const ChatActionsContext = createContext<ChatActions | null>(null)

export function useChatActions(): ChatActions {
  const actions = use(ChatActionsContext)
  if (!actions) throw new Error('useChatActions must be used within a chat')
  return actions
}
