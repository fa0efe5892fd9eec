'use client'

import { type RefObject, useSyncExternalStore } from 'react'
import { maxFiles, withFile } from '../attachments/attached-file.ts'
import { useAttachments } from '../attachments/use-attachments.ts'
import { type Draft, filesOnServer } from './draft.ts'

export type DraftFiles = ReturnType<typeof useDraftFiles>

/** The files of the question that is being written: they are the draft's, whoever will be asked. */
export function useDraftFiles(draft: Draft, field: RefObject<HTMLTextAreaElement | null>) {
  const stored = useSyncExternalStore(draft.subscribe, draft.files, filesOnServer)
  const attachments = useAttachments(maxFiles - stored.length, file => draft.setFiles(withFile(draft.files(), file)))
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
