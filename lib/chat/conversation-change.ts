import { z } from 'zod'

/** Body of `PATCH /api/conversations/:id`. */
export const conversationChange = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine(text => !text.includes('\0') && text.isWellFormed(), 'must not contain NUL or lone surrogates')
      .optional(),
    selectedLeafId: z.uuid().optional(),
    /** `false` brings a deleted conversation back. */
    deleted: z.boolean().optional()
  })
  .refine(change => Object.keys(change).length > 0, 'must change something')
export type ConversationChange = z.infer<typeof conversationChange>
