'use client'

import { useRouter } from 'next/navigation'
import { createContext, use, useMemo, useRef } from 'react'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { asApiError } from '../http/request-json.ts'
import { useToast } from '../ui/toaster.tsx'
import type { BranchEdits } from './branch-edits.ts'
import { type Exception, exceptionSettings } from './exception-settings.ts'

/** What makes another branch of a chat, or another chat. The functions never change, so nothing is drawn anew for them. */
export interface BranchActions {
  /** Asks a question of a model with something else, for this answer alone. */
  retryWith: (questionId: string, model: string, exception: Exception) => void
  /** Puts another text beside an answer's; `goOn` asks the model to go on with it. Throws `ApiError`. */
  editAnswer: (answerId: string, text: string, goOn: boolean) => Promise<void>
  /** Opens a new chat with the branch to an answer. */
  fork: (answerId: string) => void
}

export const BranchActionsContext = createContext<BranchActions | null>(null)

interface Asking {
  goOn: (answerId: string) => void
  again: (questionId: string, settings: TurnSettings) => void
  turnSettings: (model: string) => TurnSettings
}

export function useBranchActions(edits: BranchEdits, asking: Asking): BranchActions {
  const router = useRouter()
  const toast = useToast()
  const latest = useRef(asking)
  latest.current = asking
  return useMemo(
    () => ({
      retryWith: (questionId, model, exception) => {
        const base = latest.current.turnSettings('model' in exception ? exception.model : model)
        latest.current.again(questionId, exceptionSettings(base, exception))
      },
      editAnswer: async (answerId, text, goOn) => {
        const { id } = await edits.editAnswer(answerId, text)
        if (goOn) latest.current.goOn(id)
      },
      fork: answerId => {
        edits.fork(answerId).then(
          id => router.push(`/c/${id}`),
          (failure: unknown) => toast(`No new chat was made. ${asApiError(failure).message}`)
        )
      }
    }),
    [edits, router, toast]
  )
}

/** Those of the chat that the caller is shown in. */
export function useBranch(): BranchActions {
  const actions = use(BranchActionsContext)
  if (!actions) throw new Error('useBranch must be used within a chat')
  return actions
}
