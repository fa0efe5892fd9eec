/**
 * `GET /providers` {name, slug}: how a display name in a chunk becomes the slug that `provider.order` wants.
 * https://openrouter.ai/docs/api_reference/providers/list-providers
 */
export const providers: readonly { name: string; slug: string }[] = [
  { name: 'Alibaba', slug: 'alibaba' },
  { name: 'Amazon Bedrock', slug: 'amazon-bedrock' },
  { name: 'Anthropic', slug: 'anthropic' },
  { name: 'Azure', slug: 'azure' },
  { name: 'Cerebras', slug: 'cerebras' },
  { name: 'DeepInfra', slug: 'deepinfra' },
  { name: 'DeepSeek', slug: 'deepseek' },
  { name: 'Fireworks', slug: 'fireworks' },
  { name: 'Google', slug: 'google-vertex' },
  { name: 'Google AI Studio', slug: 'google-ai-studio' },
  { name: 'Groq', slug: 'groq' },
  { name: 'Liquid', slug: 'liquid' },
  { name: 'Minimax', slug: 'minimax' },
  { name: 'Mistral', slug: 'mistral' },
  { name: 'Moonshot AI', slug: 'moonshotai' },
  { name: 'Novita', slug: 'novita' },
  { name: 'OpenAI', slug: 'openai' },
  { name: 'Simulator', slug: 'simulator' },
  { name: 'Together', slug: 'together' },
  { name: 'xAI', slug: 'xai' },
  { name: 'Z.AI', slug: 'z-ai' }
]

/** Slug of a listed provider, else the name in lower case with hyphens. */
export function slugOfProvider(name: string): string {
  return providers.find(provider => provider.name === name)?.slug ?? name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** `undefined` for a name that no client could map. */
export function slugOfListedProvider(name: string): string | undefined {
  return providers.find(provider => provider.name === name)?.slug
}
