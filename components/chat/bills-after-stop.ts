import type { ChatMessage } from '@/lib/chat/message.ts'

/**
 * Providers that a dropped connection does not stop, by how their names begin:
 * https://openrouter.ai/docs/api_reference/streaming. Of one that is not listed nothing is said.
 */
const unstoppable = [
  'amazonbedrock',
  'awsbedrock',
  'groq',
  'google',
  'mistral',
  'perplexity',
  'minimax',
  'alibaba',
  'nebius',
  'huggingface',
  'replicate'
]

/** What a stopped answer says when its provider goes on without anybody reading; `null` when there is nothing to say. */
export function billsAfterStop({ metadata, parts }: ChatMessage): string | null {
  const provider = metadata?.status === 'stopped' ? metadata.provider : undefined
  // Stopped behind a tool call: the provider was at its end.
  if (provider === undefined || parts.at(-1)?.type === 'dynamic-tool') return null
  const name = provider.toLowerCase().replace(/[^a-z]/g, '')
  return unstoppable.some(beginning => name.startsWith(beginning))
    ? `${provider} goes on after a stop and bills the whole answer, also what is not shown.`
    : null
}
