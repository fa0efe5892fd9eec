'use client'

import type { RefObject } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { partOfFile } from '../attachments/attached-file.ts'
import { asApiError } from '../http/request-json.ts'
import { useToast } from '../ui/toaster.tsx'
import type { ConversationSession } from './conversation-session.ts'
import { useEditedQuestion } from './use-edited-question.ts'

/** How editing a question ends without asking it. */
export interface QuestionEdit {
  save: () => void
  cancel: () => void
}

/** The question that is in the field to be asked anew; `null` when there is a new one. */
export function useQuestionEdit(
  session: ConversationSession,
  { messages, earlierQuestions }: { messages: readonly ChatMessage[]; earlierQuestions: number },
  field: RefObject<HTMLTextAreaElement | null>
) {
  const toast = useToast()
  const edited = useEditedQuestion(session.draft, messages, earlierQuestions)
  const cancel = () => {
    session.draft.clear()
    session.draft.endEdit()
    field.current?.focus()
  }
  const save = () => {
    const { draft, edits } = session
    const asked = { text: draft.get(), files: draft.files().map(partOfFile) }
    if (!edited || (asked.text.trim() === '' && asked.files.length === 0)) return
    edits.saveQuestion({ ...asked, after: edited.parentId }).then(
      // Meanwhile another edit may have begun, or what was written before be in the field again.
      () => draft.editing() === edited.id && draft.holds(asked) && cancel(),
      (failure: unknown) => toast(`Not saved. ${asApiError(failure).message}`)
    )
  }
  const edit: QuestionEdit | null = edited && { save, cancel }
  return { edited, edit }
}
