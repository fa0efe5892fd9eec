'use client'

import { type RefObject, useSyncExternalStore } from 'react'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { maxFiles, withFile } from '../attachments/attached-file.ts'
import { useAttachments } from '../attachments/use-attachments.ts'
import type { ConversationSession } from './conversation-session.ts'
import { filesOnServer } from './draft.ts'

export type DraftFiles = ReturnType<typeof useDraftFiles>

/** The files of the question that is being written: they are the draft's, whoever will be asked. */
export function useDraftFiles(
  { draft, conversationId }: Pick<ConversationSession, 'draft' | 'conversationId'>,
  field: RefObject<HTMLTextAreaElement | null>
) {
  const stored = useSyncExternalStore(draft.subscribe, draft.files, filesOnServer)
  const attachments = useAttachments({
    room: maxFiles - stored.length,
    temporary: isTemporary(conversationId),
    onStored: file => draft.setFiles(withFile(draft.files(), file))
  })
  return {
    ...attachments,
    stored,
    attach: (files: readonly File[]) => {
      attachments.attach(files)
      field.current?.focus()
    },
    remove: (id: string) => {
      draft.setFiles(stored.filter(file => file.id !== id))
      // The button that had the focus is gone.
      field.current?.focus()
    }
  }
}
