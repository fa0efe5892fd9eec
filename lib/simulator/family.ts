/**
 * How a maker of models talks: what its reasoning looks like on the wire, how it names tool calls and why it stopped.
 * Facts: docs/wire.md, each from recorded exchanges.
 */
export const families = ['anthropic', 'openai', 'xai', 'gemini', 'plain'] as const
export type Family = (typeof families)[number]

const familyOfAuthor: Record<string, Family> = {
  anthropic: 'anthropic',
  openai: 'openai',
  google: 'gemini',
  'x-ai': 'xai',
  xai: 'xai'
}

/** What the demo models imitate; see demo/. */
const familyOfDemo: Record<string, Family> = { 'demo/reasoning': 'anthropic', 'demo/tools': 'anthropic', 'demo/encrypted': 'openai' }

/** Author part of a slug: "anthropic" of "anthropic/claude-sonnet-5:beta". A leading `~` marks an alias. */
export function authorOf(model: string): string {
  return model.replace(/^~/, '').split('/')[0] ?? ''
}

/** Gemma and gpt-oss are open weights of authors whose closed models are encrypted: they reason in the open. */
export function familyOf(model: string): Family {
  if (/\/(gemma|gpt-oss)/.test(model)) return 'plain'
  return familyOfDemo[model] ?? familyOfAuthor[authorOf(model)] ?? 'plain'
}

/** `format` of the family's `reasoning_details`. MiniMax sends null where other open models send "unknown". */
export function reasoningFormat(family: Family, model: string): string | null {
  const formats: Record<Family, string | null> = {
    anthropic: 'anthropic-claude-v1',
    openai: 'openai-responses-v1',
    xai: 'xai-responses-v1',
    gemini: 'google-gemini-v1',
    plain: authorOf(model) === 'minimax' ? null : 'unknown'
  }
  return formats[family]
}

const providerOfAuthor: Record<string, string> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  google: 'Google AI Studio',
  'x-ai': 'xAI',
  xai: 'xAI',
  deepseek: 'DeepSeek',
  'z-ai': 'Z.AI',
  moonshotai: 'Moonshot AI',
  minimax: 'Minimax',
  mistralai: 'Mistral',
  qwen: 'Alibaba',
  'meta-llama': 'Together',
  liquid: 'Liquid',
  demo: 'Simulator'
}

const providerOfFamily: Record<Family, string> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  xai: 'xAI',
  gemini: 'Google AI Studio',
  plain: 'Fireworks'
}

/** Display name of the provider that serves a model, as chunks carry it. */
export function providerOf(model: string, family: Family): string {
  return providerOfAuthor[authorOf(model)] ?? providerOfFamily[family]
}

/** OpenAI and xAI say "completed" whatever the reason. */
export function nativeFinishReason(family: Family, finishReason: string): string {
  if (family === 'openai' || family === 'xai') return finishReason === 'length' ? 'max_output_tokens' : 'completed'
  const anthropic: Record<string, string> = { stop: 'end_turn', tool_calls: 'tool_use', length: 'max_tokens', content_filter: 'refusal' }
  const gemini: Record<string, string> = { stop: 'STOP', tool_calls: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' }
  if (family === 'anthropic') return anthropic[finishReason] ?? finishReason
  if (family === 'gemini') return gemini[finishReason] ?? finishReason
  return finishReason
}
