import type { ReasoningDetail } from './reasoning-details.ts'

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
export function familyOfDetails(details: readonly ReasoningDetail[]): string | null {
  for (const { format } of details) {
    const family = typeof format === 'string' && Object.hasOwn(formatFamilies, format) ? formatFamilies[format] : undefined
    if (family !== undefined) return family
  }
  return null
}

/** Whether two slugs name one model, whatever its variant (`:free`, `:nitro`). */
export function isSameModel(left: string, right: string): boolean {
  return baseSlug(left) === baseSlug(right)
}

function baseSlug(slug: string): string {
  return slug.replace(/^~/, '').replace(/:[\w-]+$/, '')
}
