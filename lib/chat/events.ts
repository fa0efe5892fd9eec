import type { MessageStatus } from './message.ts'

/** What `GET /api/events` tells the other tabs. */
export type UserEvent =
  /** `deleted`: there is nothing to be read any more, or (`false`) there is again. */
  | { type: 'conversation'; conversationId: string; deleted?: boolean }
  /** Any of them: a file was imported. */
  | { type: 'conversations' }
  | { type: 'turn'; conversationId: string; messageId: string; status: MessageStatus }
