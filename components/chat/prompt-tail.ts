import type { FileUIPart } from 'ai'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { estimateTokens } from '../../lib/cost/estimate.ts'
import { textOf } from './branch-view.ts'

/** In the middle of what providers count for a picture. */
const imageTokens = 1000

/** Where the upstream's own count of a branch ends. */
export interface PromptTail {
  /** The last answer of which it counted the tokens; `null`: none. */
  answerId: string | null
  /** What was said after it, by our estimate. */
  tokens: number
}

/** `branch`: what the next question follows. */
export function promptTail(branch: readonly ChatMessage[]): PromptTail {
  const index = branch.findLastIndex(
    message => message.role === 'assistant' && message.metadata?.usage != null && message.metadata.usage.outputTokens !== null
  )
  const after = branch.slice(index + 1)
  return { answerId: branch[index]?.id ?? null, tokens: after.reduce((sum, message) => sum + tokensOf(message), 0) }
}

/** Of a question that is being written. */
export function draftTokens(text: string, files: readonly FileUIPart[]): number {
  return estimateTokens(byteLength(text)) + imageTokens * files.filter(file => file.mediaType.startsWith('image/')).length
}

function tokensOf(message: ChatMessage): number {
  return draftTokens(
    textOf(message),
    message.parts.filter(part => part.type === 'file')
  )
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
