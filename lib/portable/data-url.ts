import type { ForeignPiece } from './foreign-tree.ts'

/** A file that stands in the text of another one; everything else lies elsewhere, and nothing is fetched. */
export function filePiece(url: string | null | undefined, name: string | null | undefined): ForeignPiece {
  const [, mediaType, bytes] = /^data:([^;,]*)(?:;[^,]*)?;base64,(.*)$/s.exec(url ?? '') ?? []
  if (bytes === undefined) return { type: 'lost-file', name: name || 'file' }
  return { type: 'file', name: name || `file.${(mediaType ?? '').split('/')[1]?.replace(/\W/g, '') || 'bin'}`, bytes }
}
