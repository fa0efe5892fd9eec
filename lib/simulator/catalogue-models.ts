/**
 * A small catalogue of models as of August 2026: slugs, contexts and prices are the public ones of
 * https://openrouter.ai/api/v1/models, descriptions are our own.
 */
export interface CatalogueEntry {
  id: string
  name: string
  /** Dated slug that chunks carry. */
  canonicalSlug: string
  description: string
  /** Unix seconds. */
  created: number
  contextLength: number
  maxTokens: number | null
  /** Dollars per million tokens. */
  prices: { input: number; output: number; cacheRead?: number; cacheWrite?: number }
  /** Besides text. */
  inputs: ('image' | 'file' | 'audio' | 'video')[]
  /** Absent: the model does not reason. No efforts: any, or none is named. */
  reasoning?: { mandatory?: boolean; efforts?: string[]; defaultEffort?: string; budget?: boolean }
  tools?: false
}

const claudeEfforts = { efforts: ['max', 'xhigh', 'high', 'medium', 'low'], defaultEffort: 'high', budget: true }
const gptEfforts = { efforts: ['max', 'xhigh', 'high', 'medium', 'low', 'none'], defaultEffort: 'medium' }
const earlyGptEfforts = { mandatory: true, efforts: ['high', 'medium', 'low', 'minimal'], defaultEffort: 'medium' }
const geminiEfforts = { mandatory: true, efforts: ['high', 'medium', 'low', 'minimal'], defaultEffort: 'medium', budget: true }

/** One line each: slug, date of the canonical slug, name, created, context, most output tokens, prices, inputs, reasoning. */
export const catalogueEntries: CatalogueEntry[] = [
  model(
    'anthropic/claude-opus-5',
    '-20260723',
    'Claude Opus 5',
    1784912544,
    1_000_000,
    128_000,
    [5, 25, 0.5, 6.25],
    ['image', 'file'],
    claudeEfforts
  ),
  model(
    'anthropic/claude-sonnet-5',
    '-20260630',
    'Anthropic: Claude Sonnet 5',
    1782843083,
    1_000_000,
    128_000,
    [2, 10, 0.2, 2.5],
    ['image', 'file'],
    claudeEfforts
  ),
  model(
    'anthropic/claude-sonnet-4.5',
    '-20250929',
    'Anthropic: Claude Sonnet 4.5',
    1759161676,
    1_000_000,
    64_000,
    [3, 15, 0.3, 3.75],
    ['image', 'file'],
    { budget: true }
  ),
  model(
    'anthropic/claude-haiku-4.5',
    '-20251001',
    'Anthropic: Claude Haiku 4.5',
    1760547638,
    200_000,
    64_000,
    [1, 5, 0.1, 1.25],
    ['image', 'file'],
    { budget: true }
  ),
  model(
    'openai/gpt-5.6-sol',
    '-20260709',
    'OpenAI: GPT-5.6 Sol',
    1783590850,
    1_050_000,
    128_000,
    [5, 30, 0.5, 6.25],
    ['image', 'file'],
    gptEfforts
  ),
  model(
    'openai/gpt-5.6-luna',
    '-20260709',
    'OpenAI: GPT-5.6 Luna',
    1783590864,
    1_050_000,
    128_000,
    [1, 6, 0.1, 1.25],
    ['image', 'file'],
    gptEfforts
  ),
  model(
    'openai/gpt-5.4-mini',
    '-20260317',
    'OpenAI: GPT-5.4 Mini',
    1773748178,
    400_000,
    128_000,
    [0.75, 4.5, 0.075],
    ['image', 'file'],
    gptEfforts
  ),
  model(
    'openai/gpt-5-mini',
    '-2025-08-07',
    'OpenAI: GPT-5 Mini',
    1754587407,
    400_000,
    128_000,
    [0.25, 2, 0.025],
    ['image', 'file'],
    earlyGptEfforts
  ),
  model(
    'openai/gpt-5-nano',
    '-2025-08-07',
    'OpenAI: GPT-5 Nano',
    1754587402,
    400_000,
    128_000,
    [0.05, 0.4, 0.005],
    ['image', 'file'],
    earlyGptEfforts
  ),
  model('openai/o3', '-2025-04-16', 'OpenAI: o3', 1744823457, 200_000, 100_000, [2, 8, 0.5], ['image', 'file'], {}),
  model('openai/gpt-4.1-mini', '-2025-04-14', 'OpenAI: GPT-4.1 Mini', 1744651381, 1_047_576, 32_768, [0.4, 1.6, 0.1], ['image', 'file']),
  model('openai/gpt-oss-120b', '', 'OpenAI: gpt-oss-120b', 1754414231, 131_072, 131_072, [0.037, 0.17], [], {
    mandatory: true,
    efforts: ['high', 'medium', 'low'],
    defaultEffort: 'medium'
  }),
  model(
    'google/gemini-3.6-flash',
    '-20260721',
    'Google: Gemini 3.6 Flash',
    1784646733,
    1_048_576,
    65_536,
    [1.5, 7.5, 0.15, 0.0833],
    ['image', 'video', 'file', 'audio'],
    geminiEfforts
  ),
  model(
    'google/gemini-3.1-pro-preview',
    '-20260219',
    'Google: Gemini 3.1 Pro Preview',
    1771509627,
    1_048_576,
    65_536,
    [2, 12, 0.2, 0.375],
    ['image', 'video', 'file', 'audio'],
    geminiEfforts
  ),
  model(
    'google/gemini-3-flash-preview',
    '-20251217',
    'Google: Gemini 3 Flash Preview',
    1765987078,
    1_048_576,
    65_535,
    [0.5, 3, 0.05, 0.0833],
    ['image', 'video', 'file', 'audio'],
    { ...geminiEfforts, mandatory: false }
  ),
  model(
    'google/gemini-3.1-flash-lite',
    '-20260507',
    'Google: Gemini 3.1 Flash Lite',
    1778168828,
    1_048_576,
    65_536,
    [0.25, 1.5, 0.025, 0.0833],
    ['image', 'video', 'file', 'audio'],
    { ...geminiEfforts, mandatory: false }
  ),
  model('x-ai/grok-4.5', '-20260708', 'xAI: Grok 4.5', 1783523154, 500_000, null, [2, 6, 0.3], ['image', 'file'], {
    mandatory: true,
    efforts: ['high', 'medium', 'low'],
    defaultEffort: 'high'
  }),
  model('x-ai/grok-4.3', '-20260430', 'xAI: Grok 4.3', 1777591821, 1_000_000, null, [1.25, 2.5, 0.2], ['image', 'file'], {
    efforts: ['high', 'medium', 'low', 'none'],
    defaultEffort: 'low'
  }),
  model('deepseek/deepseek-v4-pro', '-20260423', 'DeepSeek: DeepSeek V4 Pro', 1777000679, 1_048_576, 384_000, [0.435, 0.87, 0.003625], [], {
    efforts: ['xhigh', 'high'],
    defaultEffort: 'high'
  }),
  model('deepseek/deepseek-v4-flash', '-20260423', 'DeepSeek: DeepSeek V4 Flash', 1777000666, 1_048_576, 393_216, [0.14, 0.28, 0.028], [], {
    efforts: ['xhigh', 'high'],
    defaultEffort: 'high'
  }),
  model('z-ai/glm-5.2', '-20260616', 'Z.AI: GLM 5.2', 1781631930, 1_048_576, 131_072, [0.7098, 2.2308, 0.13182], [], {
    efforts: ['xhigh', 'high'],
    defaultEffort: 'high'
  }),
  model('moonshotai/kimi-k3', '-20260715', 'MoonshotAI: Kimi K3', 1784215858, 1_048_576, null, [3, 15, 0.3], ['image'], {
    efforts: ['max', 'high', 'low'],
    defaultEffort: 'max'
  }),
  model('minimax/minimax-m3', '-20260531', 'MiniMax: MiniMax M3', 1780245374, 1_048_576, 512_000, [0.3, 1.2, 0.06], ['image', 'video'], {}),
  model('qwen/qwen3.7-plus', '-20260602', 'Qwen: Qwen3.7 Plus', 1780491783, 1_000_000, 65_536, [0.32, 1.28, 0.064, 0.4], ['image'], {}),
  model(
    'mistralai/mistral-medium-3-5',
    '-20260430',
    'Mistral: Mistral Medium 3.5',
    1777570439,
    262_144,
    null,
    [1.5, 7.5],
    ['image', 'file'],
    { efforts: ['high', 'none'], defaultEffort: 'high' }
  ),
  model('meta-llama/llama-4-maverick', '-17b-128e-instruct', 'Meta: Llama 4 Maverick', 1743881822, 1_048_576, 16_384, [0.2, 0.8], ['image'])
]

function model(
  id: string,
  suffix: string,
  name: string,
  created: number,
  contextLength: number,
  maxTokens: number | null,
  [input, output, cacheRead, cacheWrite]: [input: number, output: number, cacheRead?: number, cacheWrite?: number],
  inputs: CatalogueEntry['inputs'],
  reasoning?: CatalogueEntry['reasoning']
): CatalogueEntry {
  return {
    id,
    name,
    canonicalSlug: `${id}${suffix}`,
    description: `Stand-in for ${name}: prices and limits are the model's, replies are simulated.`,
    created,
    contextLength,
    maxTokens,
    prices: { input, output, ...(cacheRead !== undefined && { cacheRead }), ...(cacheWrite !== undefined && { cacheWrite }) },
    inputs,
    ...(reasoning && { reasoning })
  }
}
