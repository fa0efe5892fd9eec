import type { ConversationMemory } from './conversation-memory.ts'
import type { Family } from './family.ts'
import type { Violation } from './violation.ts'

export function validateRequest(_request: {
  body: Record<string, unknown>
  headers: Record<string, string>
  key: string
  sessionId: string | null
  family: Family
  memory: ConversationMemory
}): Violation[] {
  return []
}
