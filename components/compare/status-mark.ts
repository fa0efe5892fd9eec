import type { MessageStatus } from '../../lib/chat/message.ts'
import type { MarkKind } from '../ui/mark.tsx'

/** How an answer stands, where nothing is said of its cost. */
export const statusMark: Record<MessageStatus, { mark: MarkKind; word: string }> = {
  streaming: { mark: 'running', word: 'running' },
  complete: { mark: 'billed', word: 'ended' },
  stopped: { mark: 'stopped', word: 'stopped' },
  interrupted: { mark: 'interrupted', word: 'interrupted' },
  failed: { mark: 'failed', word: 'failed' }
}
