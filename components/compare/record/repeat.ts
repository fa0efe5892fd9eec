import type { ComparisonDetail } from '@/lib/chat/comparison.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { type AttachedFile, fileOfPart } from '../../attachments/attached-file.ts'

/** What a comparison asked, and of whom: enough to ask it again. */
export interface Repeat {
  text: string
  files: AttachedFile[]
  lanes: TurnSettings[]
}

/**
 * Reads the first round of a comparison, each lane with the settings of its newest answer; `null` while the models are
 * hidden, for then nobody here knows what to run.
 */
export function repeatOf({ messages, settingsOf }: Pick<ComparisonDetail, 'messages' | 'settingsOf'>): Repeat | null {
  const question = messages.find(({ role, metadata }) => role === 'user' && metadata?.parentId === null)
  if (!question) return null
  const lanes = new Map<number, TurnSettings>()
  for (const { id, metadata } of messages) {
    const { lane, model, purpose: _purpose, ...rest } = settingsOf[id] ?? {}
    if (metadata?.parentId !== question.id || lane === undefined) continue
    if (model === undefined) return null
    lanes.set(lane, { ...rest, model })
  }
  return {
    text: question.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n'),
    files: question.parts.flatMap(fileOfPart),
    lanes: [...lanes].sort(([left], [right]) => left - right).map(([, settings]) => settings)
  }
}
