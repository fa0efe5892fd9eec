import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import type { PriceBasis } from '../../lib/cost/next-price.ts'
import type { AttachedFile } from '../attachments/attached-file.ts'
import { draftTokens, fileTokens } from './prompt-tail.ts'

/** What the next request is made of. */
export interface ContextPart {
  name: 'System prompt' | 'Tools' | 'Chat so far' | 'Files' | 'This question'
  tokens: number
}

export interface Context {
  /** In the order in which they are sent. */
  parts: ContextPart[]
  tokens: number
  /** Files of which nobody knows beforehand what they take. */
  uncounted: number
}

interface NextRequest {
  basis: Pick<PriceBasis, 'anchor' | 'fixedTokens'>
  settings: Pick<TurnSettings, 'systemPrompt'>
  text: string
  files: readonly AttachedFile[]
  /** Those of the branch before. */
  filesBefore: readonly AttachedFile[]
  /** Of what was said since the upstream counted last. */
  tailTokens: number
}

/**
 * What of a model's context the next request takes: what the upstream has counted, and an estimate of all that came after it. What the
 * upstream counted in one is divided by our estimate of its parts.
 */
export function contextOf({ basis, settings, text, files, filesBefore, tailTokens }: NextRequest): Context {
  const { anchor } = basis
  const system = draftTokens(settings.systemPrompt ?? '', [])
  const before = anchor ? anchor.promptTokens + anchor.outputTokens + tailTokens : system + basis.fixedTokens + tailTokens
  const question = draftTokens(text, [])
  const filesTokens = fileTokens(filesBefore) + fileTokens(files)
  const tokens = before + question + fileTokens(files)
  const all = [...filesBefore, ...files]
  const parts: ContextPart[] = [
    { name: 'System prompt', tokens: system },
    { name: 'Tools', tokens: basis.fixedTokens },
    { name: 'Chat so far', tokens: Math.max(0, before - system - basis.fixedTokens - fileTokens(filesBefore)) },
    { name: 'Files', tokens: filesTokens },
    { name: 'This question', tokens: question }
  ]
  return {
    parts: parts.filter(part => part.tokens > 0),
    tokens,
    uncounted: all.filter(({ mediaType }) => mediaType === 'application/pdf' || mediaType.startsWith('audio/')).length
  }
}

/** From here on an answer may find no room. */
const nearShare = 0.85

/** `over`: the request alone is longer than what the model reads. */
export function fullness(tokens: number, limit: number): 'roomy' | 'near' | 'over' {
  if (tokens > limit) return 'over'
  return tokens >= limit * nearShare ? 'near' : 'roomy'
}

/** What a model must read so that the chat can go on in it for a while. */
export function roomFor(tokens: number, limit: number): number {
  return Math.max(Math.ceil(tokens * 1.25), limit + 1)
}
