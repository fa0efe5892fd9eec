import { type CatalogueEntry, catalogueEntries } from './catalogue-models.ts'
import type { Pricing } from './charge.ts'
import { demoModels } from './demo/models.ts'
import { endpointsOf } from './endpoints.ts'
import { dollarsOf, picoOf } from './exact-dollars.ts'
import { authorOf, type Family, familyOf } from './family.ts'

/** Demo models first: who has no key should meet them first. */
const entries: CatalogueEntry[] = [...demoModels, ...catalogueEntries]
const entryOf = new Map(entries.flatMap(entry => [[entry.id, entry] as const, [entry.canonicalSlug, entry] as const]))

/** Unknown slugs are served too; they need some price. */
const defaultPricing: Pricing = { prompt: '0.000001', completion: '0.000002' }

/** Variants (`:free`, `:nitro`) and aliases (`~`) share the record of their model. */
export function findModel(slug: string): CatalogueEntry | undefined {
  return entryOf.get(slug) ?? entryOf.get(slug.replace(/^~/, '').replace(/:[\w-]+$/, ''))
}

export function pricingOf(slug: string): Pricing {
  if (slug.endsWith(':free')) return { prompt: '0', completion: '0' }
  const entry = findModel(slug)
  return entry ? wirePricing(entry) : defaultPricing
}

/** Body of `GET /models`; shape as recorded in August 2026. */
export function modelList(): object[] {
  return entries.map(wireModel)
}

/** `data` of `GET /models/{author}/{slug}/endpoints`. */
export function modelEndpoints(entry: CatalogueEntry): object {
  return {
    id: entry.id,
    name: entry.name,
    created: entry.created,
    description: entry.description,
    architecture: wireArchitecture(entry),
    endpoints: endpointsOf(entry.id).map(({ provider, tag, quantization, uptime, latencyMs, tokensPerSecond }) => ({
      name: `${provider} | ${entry.canonicalSlug}`,
      model_id: entry.id,
      model_name: entry.name,
      context_length: entry.contextLength,
      pricing: { ...wirePricing(entry), discount: 0 },
      provider_name: provider,
      tag,
      quantization,
      max_completion_tokens: entry.maxTokens,
      max_prompt_tokens: null,
      supported_parameters: supportedParameters(entry),
      status: 0,
      uptime_last_30m: uptime,
      uptime_last_5m: uptime,
      uptime_last_1d: uptime,
      latency_last_30m: percentiles(latencyMs),
      throughput_last_30m: percentiles(tokensPerSecond),
      supports_implicit_caching: false,
      supports_tool_choice: { none: true, auto: true, required: true, function: true }
    }))
  }
}

function percentiles(median: number): object {
  return { p50: median, p75: median * 1.5, p90: median * 2, p99: median * 4 }
}

function wireModel(entry: CatalogueEntry): object {
  return {
    id: entry.id,
    canonical_slug: entry.canonicalSlug,
    hugging_face_id: null,
    name: entry.name,
    created: entry.created,
    description: entry.description,
    context_length: entry.contextLength,
    architecture: wireArchitecture(entry),
    pricing: wirePricing(entry),
    top_provider: { context_length: entry.contextLength, max_completion_tokens: entry.maxTokens, is_moderated: false },
    per_request_limits: null,
    supported_parameters: supportedParameters(entry),
    default_parameters: {
      temperature: null,
      top_p: null,
      top_k: null,
      frequency_penalty: null,
      presence_penalty: null,
      repetition_penalty: null
    },
    supported_voices: null,
    knowledge_cutoff: null,
    expiration_date: null,
    links: { details: `/api/v1/models/${entry.canonicalSlug}/endpoints` },
    ...(entry.reasoning && { reasoning: wireReasoning(entry.reasoning) })
  }
}

function wireArchitecture(entry: CatalogueEntry): object {
  const tokenizers: Record<string, string> = {
    anthropic: 'Claude',
    openai: 'GPT',
    google: 'Gemini',
    'x-ai': 'Grok',
    deepseek: 'DeepSeek',
    mistralai: 'Mistral'
  }
  const inputs = ['text', ...entry.inputs]
  return {
    modality: `${inputs.join('+')}->text`,
    input_modalities: inputs,
    output_modalities: ['text'],
    tokenizer: tokenizers[authorOf(entry.id)] ?? 'Other',
    instruct_type: null
  }
}

function wirePricing(entry: CatalogueEntry): Pricing {
  const { input, output, cacheRead, cacheWrite } = entry.prices
  return {
    prompt: perToken(input),
    completion: perToken(output),
    ...(cacheRead !== undefined && { input_cache_read: perToken(cacheRead) }),
    ...(cacheWrite !== undefined && { input_cache_write: perToken(cacheWrite) })
  }
}

function wireReasoning(reasoning: NonNullable<CatalogueEntry['reasoning']>): object {
  return {
    mandatory: reasoning.mandatory ?? false,
    default_enabled: true,
    ...(reasoning.efforts && { supported_efforts: reasoning.efforts }),
    ...(reasoning.defaultEffort && { default_effort: reasoning.defaultEffort }),
    ...(reasoning.budget && { supports_max_tokens: true })
  }
}

/** Numbers that a family takes; those of OpenAI's models that reason are fixed. */
const sampling: Record<Family, readonly string[]> = {
  anthropic: ['temperature', 'top_k', 'top_p'],
  openai: ['frequency_penalty', 'presence_penalty', 'seed', 'temperature', 'top_p'],
  xai: ['seed', 'temperature', 'top_p'],
  gemini: ['seed', 'temperature', 'top_p'],
  plain: ['frequency_penalty', 'min_p', 'presence_penalty', 'repetition_penalty', 'seed', 'temperature', 'top_k', 'top_p']
}

function supportedParameters(entry: CatalogueEntry): string[] {
  const family = familyOf(entry.id)
  return [
    ...(entry.reasoning ? ['include_reasoning', 'reasoning', 'reasoning_effort'] : []),
    ...(entry.tools === false ? [] : ['tool_choice', 'tools']),
    ...(entry.reasoning && family === 'openai' ? ['seed'] : sampling[family]),
    ...['max_completion_tokens', 'max_tokens', 'response_format', 'stop', 'structured_outputs']
  ].sort()
}

/** Dollars per million tokens as the decimal string per token of the wire. */
function perToken(perMillion: number): string {
  return dollarsOf(picoOf(`${perMillion}e-6`))
}
