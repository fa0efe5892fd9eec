import { familyOfModel } from '../chat/model-family.ts'
import { type ModelInfo, unknownModelInfo } from './model-info.ts'
import type { ChatRequestMessage, ContentPart } from './request.ts'

/** A prefix is read from the cache up to a marked message; two marks let the previous turn's one still hit. */
const markedUserMessages = 2

/** They charge for cache writes too, but cache by themselves; asking would only add a storage fee. */
const automaticFamilies = new Set(['google', 'openai'])

/**
 * Marks the system prompt and the last two user messages as cacheable where the model's cache must be asked for:
 * Anthropic, and others that charge for cache writes. Assistant and tool messages are never touched.
 * https://openrouter.ai/docs/guides/best-practices/prompt-caching
 */
export function withCacheBreakpoints(messages: readonly ChatRequestMessage[], model: string, info: ModelInfo): ChatRequestMessage[] {
  if (!mustBeAsked(model, info)) return [...messages]
  let remaining = markedUserMessages
  return messages
    .toReversed()
    .map(message => {
      if (message.role === 'system') return { ...message, content: marked(message.content) }
      if (message.role !== 'user' || remaining === 0) return message
      remaining -= 1
      return { ...message, content: marked(message.content) }
    })
    .reverse()
}

function mustBeAsked(model: string, info: ModelInfo): boolean {
  if (!info.supportsPromptCache && info !== unknownModelInfo) return false
  const family = familyOfModel(model)
  return family === 'anthropic' || ((info.cacheWritesPrice ?? 0) > 0 && !automaticFamilies.has(family))
}

/** Marks the last text part; an empty one would be refused, so it stays as it is. */
function marked(content: string | ContentPart[]): string | ContentPart[] {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  const last = parts.findLastIndex(part => part.type === 'text' && part.text !== undefined && part.text.trim() !== '')
  if (last === -1) return content
  return parts.map((part, index) => (index === last ? { ...part, cache_control: { type: 'ephemeral' as const } } : part))
}
