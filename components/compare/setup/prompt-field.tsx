'use client'

import type { ClipboardEvent, DragEvent, KeyboardEvent, RefObject } from 'react'
import { AttachButton } from '../../attachments/attach-button.tsx'
import type { AttachedFile } from '../../attachments/attached-file.ts'
import { AttachmentList } from '../../attachments/attachment-list.tsx'
import { transferredFiles } from '../../attachments/transferred-files.ts'
import type { Upload } from '../../attachments/use-attachments.ts'
import { useEarlyText } from '../../ui/use-early-text.ts'

interface PromptFieldProps {
  ref: RefObject<HTMLTextAreaElement | null>
  text: string
  files: readonly AttachedFile[]
  uploads: readonly Upload[]
  onText: (text: string) => void
  onAttach: (files: readonly File[]) => void
  onRemoveFile: (id: string) => void
  onDismissUpload: (key: number) => void
  onRun: () => void
}

/** The question of all lanes. Enter breaks the line, Ctrl or Cmd+Enter runs; files come by button, paste or drop. */
export function PromptField({ ref, text, files, uploads, onText, onAttach, onRemoveFile, onDismissUpload, onRun }: PromptFieldProps) {
  useEarlyText(ref, typed => onText(text + typed))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    onRun()
  }
  const take = (event: ClipboardEvent | DragEvent, transfer: DataTransfer) => {
    const taken = transferredFiles(transfer)
    if (taken.length === 0) return
    event.preventDefault()
    onAttach(taken)
  }
  return (
    <div
      onDragOver={event => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={event => take(event, event.dataTransfer)}
      className="rounded-lg border border-line-strong bg-raised shadow-raised has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:ring-1 has-[textarea:focus-visible]:ring-accent"
    >
      <AttachmentList files={files} uploads={uploads} onRemove={onRemoveFile} onDismiss={onDismissUpload} />
      <textarea
        ref={ref}
        id="composer"
        aria-label="Question"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        placeholder="Ask all lanes the same"
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={event => take(event, event.clipboardData)}
        className="field-sizing-content block max-h-40dvh min-h-24 w-full resize-none bg-transparent px-4 pt-3.5 pb-2 text-ink text-read outline-none placeholder:text-ink-3"
      />
      <div className="flex items-center gap-3 px-2 pb-2">
        <AttachButton onAttach={onAttach} />
        <span className="ml-auto pr-2 text-ink-3 text-note pointer-coarse:hidden">Ctrl or ⌘ + Enter runs</span>
      </div>
    </div>
  )
}
