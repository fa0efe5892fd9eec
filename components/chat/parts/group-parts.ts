import type { DynamicToolUIPart, FileUIPart, ReasoningUIPart, SourceUrlUIPart, TextUIPart } from 'ai'
import type { ChatMessage } from '@/lib/chat/message.ts'

/** What is drawn as one piece. `key` is the index of its first part: a message only ever grows at its end. */
export type PartBlock =
  | { kind: 'text'; key: number; part: TextUIPart }
  | { kind: 'reasoning'; key: number; part: ReasoningUIPart; answered: boolean }
  | { kind: 'tools'; key: number; parts: DynamicToolUIPart[] }
  | { kind: 'file'; key: number; part: FileUIPart }
  | { kind: 'sources'; key: number; parts: SourceUrlUIPart[] }

/** Parts in reading order: consecutive tool calls in one box, sources in one list at the end. */
export function groupParts(parts: ChatMessage['parts']): PartBlock[] {
  const blocks: PartBlock[] = []
  const sources: SourceUrlUIPart[] = []
  parts.forEach((part, key) => {
    const last = blocks.at(-1)
    switch (part.type) {
      case 'text':
        if (part.text !== '') blocks.push({ kind: 'text', key, part })
        break
      case 'reasoning':
        blocks.push({ kind: 'reasoning', key, part, answered: parts.slice(key + 1).some(later => later.type !== 'step-start') })
        break
      case 'dynamic-tool':
        if (last?.kind === 'tools') last.parts.push(part)
        else blocks.push({ kind: 'tools', key, parts: [part] })
        break
      case 'file':
        blocks.push({ kind: 'file', key, part })
        break
      case 'source-url':
        if (!sources.some(source => source.url === part.url)) sources.push(part)
        break
    }
  })
  if (sources.length > 0) blocks.push({ kind: 'sources', key: parts.length, parts: sources })
  return blocks
}
