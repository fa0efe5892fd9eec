import { z } from 'zod'
import { chatSettings } from './chat-settings.ts'
import { keepingChange, tagName } from './keeping.ts'
import { cleanText } from './turn-request.ts'

/** Body of `PATCH /api/conversations/:id`. */
export const conversationChange = z
  .strictObject({
    title: cleanText(200)
      .transform(text => text.trim())
      .refine(text => text !== '', 'must not be empty')
      .optional(),
    selectedLeafId: z.uuid().optional(),
    ...keepingChange.shape,
    /** All that it has from now on. */
    tags: z.array(tagName).max(20).optional(),
    /** What its next question is asked with; `null`: as the last answer of the branch was. */
    settings: chatSettings.nullable().optional(),
    /** Comparisons only. */
    notes: cleanText(20_000).optional(),
    /** Comparisons only: the selected branch becomes the conversation and is listed among the chats too. */
    continued: z.boolean().optional()
  })
  .refine(change => Object.keys(change).length > 0, 'must change something')
export type ConversationChange = z.infer<typeof conversationChange>
