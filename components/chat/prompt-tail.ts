import type { ChatMessage } from '../../lib/chat/message.ts'
import { estimateTokens } from '../../lib/cost/estimate.ts'
import { type AttachedFile, fileOfPart } from '../attachments/attached-file.ts'
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
export function draftTokens(text: string, files: readonly AttachedFile[]): number {
  return estimateTokens(byteLength(text)) + fileTokens(files)
}

/** Pictures and texts; what PDF and sound cost to read nobody knows before. */
export function fileTokens(files: readonly AttachedFile[]): number {
  return files.reduce((sum, { mediaType, sizeBytes }) => {
    if (mediaType.startsWith('image/')) return sum + imageTokens
    return mediaType === 'text/plain' ? sum + estimateTokens(sizeBytes) : sum
  }, 0)
}

function tokensOf(message: ChatMessage): number {
  return draftTokens(textOf(message), message.parts.flatMap(fileOfPart))
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
