'use client'

import X from 'lucide-react/icons/x'
import { formatBytes, typeName } from '../chat/parts/file-words.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import type { AttachedFile } from './attached-file.ts'
import type { Upload } from './use-attachments.ts'

interface AttachmentListProps {
  files: readonly AttachedFile[]
  uploads: readonly Upload[]
  onRemove: (id: string) => void
  onDismiss: (key: number) => void
}

/** What goes with a question: each file with its type and size, and what became of those that are not stored. */
export function AttachmentList({ files, uploads, onRemove, onDismiss }: AttachmentListProps) {
  if (files.length === 0 && uploads.length === 0) return null
  return (
    <ul aria-label="Attachments" className="flex flex-wrap gap-2 px-3 pt-3">
      {files.map(({ id, name, mediaType, sizeBytes }) => (
        <li
          key={id}
          className="flex h-8 min-w-0 max-w-full items-center gap-2 rounded-sm border border-line pl-3 text-ui pointer-coarse:h-11"
        >
          <span className="truncate text-ink" title={name}>
            {name}
          </span>
          <span className="figures shrink-0 text-ink-3 text-note">
            {typeName(mediaType)}, {formatBytes(sizeBytes)}
          </span>
          <IconButton label={`Remove ${name}`} onClick={() => onRemove(id)}>
            <X className="size-3.5" />
          </IconButton>
        </li>
      ))}
      {uploads.map(({ key, name, error }) => (
        <li key={key} className="flex min-h-8 min-w-0 max-w-full items-center gap-2 rounded-sm border border-line pl-3 text-ui">
          <span className={classNames('min-w-0', error === null ? 'flex items-baseline gap-2' : 'py-1.5')}>
            <span className="block truncate text-ink-2" title={name}>
              {name}
            </span>
            {error === null ? (
              <span role="status" className="pr-3 text-ink-3 text-note">
                Storing
              </span>
            ) : (
              <span role="alert" className="block text-danger text-note">
                {error}
              </span>
            )}
          </span>
          {error !== null && (
            <IconButton label={`Dismiss ${name}`} onClick={() => onDismiss(key)}>
              <X className="size-3.5" />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  )
}
