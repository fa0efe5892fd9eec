import { z } from 'zod'
import { cleanText } from './turn-request.ts'

/** Conversations under a name. */
export interface Folder {
  id: string
  name: string
}

/** Body of `POST /api/folders` and `PATCH /api/folders/:id`. */
export const folderBody = z.strictObject({
  name: cleanText(100)
    .transform(text => text.trim())
    .refine(text => text !== '', 'must not be empty')
})

/** Where a conversation is kept. */
export const keepingChange = z.strictObject({
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** `null`: in no folder. */
  folderId: z.uuid().nullable().optional(),
  /** `false` brings a deleted conversation back. */
  deleted: z.boolean().optional()
})
export type KeepingChange = z.infer<typeof keepingChange>

/** Body of `PATCH /api/conversations`: the same change of several. */
export const keepingChanges = z
  .strictObject({ ids: z.array(z.uuid()).min(1).max(200), ...keepingChange.shape })
  .refine(({ ids: _ids, ...change }) => Object.keys(change).length > 0, 'must change something')
