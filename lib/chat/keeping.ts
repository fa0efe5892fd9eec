import { z } from 'zod'
import { chatSettings } from './chat-settings.ts'
import { cleanText, modelSlug, uuid } from './turn-request.ts'

/** Conversations under a name. */
export interface Folder {
  id: string
  name: string
  /** What a chat that is begun in it is asked with; `null`: as any other new chat is. */
  model: string | null
  systemPrompt: string | null
}

const folderName = cleanText(100)
  .transform(text => text.trim())
  .refine(text => text !== '', 'must not be empty')

/** Body of `POST /api/folders`. */
export const newFolder = z.strictObject({ name: folderName })

/** Body of `PATCH /api/folders/:id`. */
export const folderChange = z
  .strictObject({
    name: folderName.optional(),
    model: modelSlug.nullable().optional(),
    systemPrompt: cleanText(100_000).nullable().optional()
  })
  .refine(change => Object.keys(change).length > 0, 'must change something')
export type FolderChange = z.infer<typeof folderChange>

/** Body of `POST /api/folders/:id/chats`: a chat that nobody has asked anything yet. */
export const newFolderChat = z.strictObject({ conversationId: uuid, settings: chatSettings })
export type NewFolderChat = z.infer<typeof newFolderChat>

/** A word that a conversation is found by. */
export interface Tag {
  name: string
  conversations: number
}

export const tagName = cleanText(50)
  .transform(text => text.trim())
  .refine(text => text !== '', 'must not be empty')

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
