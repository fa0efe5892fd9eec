'use client'

import { useRef, useState } from 'react'
import { asApiError } from '../http/request-json.ts'
import { type AttachedFile, uploadFile } from './attached-file.ts'

/** A file on its way, or one that was refused. */
export interface Upload {
  key: number
  name: string
  error: string | null
}

/** Takes files up one by one and hands over each that is stored; what was refused stays to be read until it is dismissed. */
export function useAttachments(room: number, onStored: (file: AttachedFile) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const nextKey = useRef(0)
  const latest = useRef(onStored)
  latest.current = onStored

  const change = (key: number, next: Upload | null) =>
    setUploads(current => current.flatMap(upload => (upload.key === key ? (next ?? []) : upload)))

  const attach = (files: readonly File[]) => {
    files.forEach((file, index) => {
      nextKey.current += 1
      const upload: Upload = { key: nextKey.current, name: file.name || 'file', error: null }
      const fits = index < room
      setUploads(current => [...current, fits ? upload : { ...upload, error: 'A question takes no more files.' }])
      if (!fits) return
      uploadFile(file).then(
        stored => {
          change(upload.key, null)
          latest.current(stored)
        },
        (error: unknown) => change(upload.key, { ...upload, error: asApiError(error).message })
      )
    })
  }
  return { uploads, attach, dismiss: (key: number) => change(key, null) }
}
