import type { MessageStatus } from './message.ts'

/** What `GET /api/events` tells the other tabs. */
export type UserEvent =
  | { type: 'conversation'; conversationId: string }
  | { type: 'turn'; conversationId: string; messageId: string; status: MessageStatus }
