'use client'

import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { asApiError } from '../http/request-json.ts'
import type { AttachedFile } from './attached-file.ts'
import { transferredFiles } from './transferred-files.ts'
import { uploadFile } from './upload-file.ts'

/** A file on its way, or one that was refused. */
export interface Upload {
  key: number
  name: string
  error: string | null
}

interface AttachmentOptions {
  /** How many more may come. */
  room: number
  /** They belong to a temporary chat, and stay in the server's memory. */
  temporary?: boolean
  onStored: (file: AttachedFile) => void
}

/** Takes files up one by one and hands over each that is stored; what was refused stays to be read until it is dismissed. */
export function useAttachments({ room, temporary = false, onStored }: AttachmentOptions) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const nextKey = useRef(0)
  const latest = useRef(onStored)
  latest.current = onStored

  const change = (key: number, next: Upload | null) =>
    setUploads(current => current.flatMap(upload => (upload.key === key ? (next ?? []) : upload)))

  const under = uploads.filter(({ error }) => error === null).length
  const attach = (files: readonly File[]) => {
    files.forEach((file, index) => {
      nextKey.current += 1
      const upload: Upload = { key: nextKey.current, name: file.name || 'file', error: null }
      const fits = under + index < room
      setUploads(current => [...current, fits ? upload : { ...upload, error: 'A question takes no more files.' }])
      if (!fits) return
      uploadFile(file, temporary).then(
        stored => {
          change(upload.key, null)
          latest.current(stored)
        },
        (error: unknown) => change(upload.key, { ...upload, error: asApiError(error).message })
      )
    })
  }
  const take = (event: ClipboardEvent | DragEvent, transfer: DataTransfer) => {
    const files = transferredFiles(transfer)
    if (files.length === 0) return
    event.preventDefault()
    attach(files)
  }
  return {
    uploads,
    uploading: under > 0,
    attach,
    dismiss: (key: number) => change(key, null),
    onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
    /** Of the element that files may be dropped on: elsewhere the browser would leave the page for them. */
    dropTarget: {
      onDragOver: (event: DragEvent) => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault()
      },
      onDrop: (event: DragEvent) => take(event, event.dataTransfer)
    }
  }
}
