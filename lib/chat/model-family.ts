/** Formats whose content only their maker can read or verify; the others (`unknown`, `null`) are plain text. */
const formatFamilies: Record<string, string> = {
  'anthropic-claude-v1': 'anthropic',
  'openai-responses-v1': 'openai',
  'azure-openai-responses-v1': 'openai',
  'bedrock-openai-responses-v1': 'openai',
  'xai-responses-v1': 'xai',
  'bedrock-xai-responses-v1': 'xai',
  'meta-responses-v1': 'meta',
  'google-gemini-v1': 'google'
}

const authorFamilies: Record<string, string> = { 'x-ai': 'xai', 'meta-llama': 'meta' }

/** Who made a model, in the words of `familyOfDetails`: `anthropic`, `openai`, `google`, `xai`, `meta`, else the author. */
export function familyOfModel(slug: string): string {
  const author = slug.replace(/^~/, '').split('/')[0] ?? ''
  return authorFamilies[author] ?? author
}

/** Who can read these details; `null` when they are plain text or of a format not known yet. */
export function familyOfDetails(details: readonly { type: string; format?: unknown }[]): string | null {
  for (const { format } of details) {
    const family = typeof format === 'string' && Object.hasOwn(formatFamilies, format) ? formatFamilies[format] : undefined
    if (family !== undefined) return family
  }
  return null
}

/** Makers that check what they get back; plain text from elsewhere is not theirs. */
const verifyingFamilies = new Set(['anthropic', 'openai', 'google', 'xai'])

/** Where reasoning comes from: the model that was asked (`null`: not known), and the family that its format names. */
export interface ReasoningSource {
  model: string | null
  /** As `familyOfDetails` says it. */
  family: string | null
}

/** Adds a source unless it is there. */
export function withSource(sources: readonly ReasoningSource[], added: ReasoningSource): ReasoningSource[] {
  const isThere = sources.some(source => source.model === added.model && source.family === added.family)
  return isThere ? [...sources] : [...sources, added]
}

/** Whether a model is given the reasoning of an earlier answer: its own, and what its family can verify. Plain text is for its writer only. */
export function readsReasoningOf(model: string, source: ReasoningSource): boolean {
  if (source.model !== null && isSameModel(source.model, model)) return true
  const reader = familyOfModel(model)
  return source.family === null ? source.model === null && !verifyingFamilies.has(reader) : source.family === reader
}

/** Whether two slugs name one model, whatever its variant (`:free`, `:nitro`). */
function isSameModel(left: string, right: string): boolean {
  return baseSlug(left) === baseSlug(right)
}

function baseSlug(slug: string): string {
  return slug.replace(/^~/, '').replace(/:[\w-]+$/, '')
}
