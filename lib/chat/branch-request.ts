import { z } from 'zod'
import { chatUuid, cleanText, longestText, userMessage, uuid } from './turn-request.ts'

/** Body of `POST /api/conversations/:id/questions`: a question that nobody is asked yet. */
export const savedQuestion = z.strictObject({ parentId: chatUuid.nullable(), message: userMessage })
export type SavedQuestion = z.infer<typeof savedQuestion>

/** Body of `POST /api/chat/:messageId/edit`: what stands in place of an answer's last text. */
export const editedAnswer = z.strictObject({
  /** Of the new message. */
  id: chatUuid,
  text: cleanText(longestText).refine(text => text.trim() !== '', 'must not be empty')
})
export type EditedAnswer = z.infer<typeof editedAnswer>

/** Body of `POST /api/conversations/:id/fork`: a new conversation that begins as this one did, up to an answer. */
export const newFork = z.strictObject({ conversationId: uuid, messageId: chatUuid })
export type NewFork = z.infer<typeof newFork>
