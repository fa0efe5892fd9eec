import { z } from 'zod'

/**
 * The request of `POST /chat/completions` as documented (https://openrouter.ai/docs/api_reference/parameters), and strict: OpenRouter ignores what it does not know,
 * which is how a misspelt `reasoning` goes unnoticed for months.
 */

const cacheControl = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
const textPart = z.strictObject({ type: z.literal('text'), text: z.string(), cache_control: cacheControl.optional() })
const base64 = /^[A-Za-z0-9+/]+={0,2}$/
/** An address that the upstream can reach, or the bytes themselves. */
const imageUrl = z.string().regex(/^(https:\/\/|data:image\/(png|jpeg|gif|webp);base64,)/)
const fileData = z.string().regex(/^(https:\/\/|data:application\/pdf;base64,)/)
const audioFormat = z.enum(['wav', 'mp3', 'flac', 'm4a', 'ogg', 'aiff', 'aac', 'pcm16', 'pcm24'])
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: imageUrl, detail: z.enum(['auto', 'low', 'high', 'original']).optional() }),
  cache_control: cacheControl.optional()
})
const audioPart = z.strictObject({
  type: z.literal('input_audio'),
  input_audio: z.strictObject({ data: z.string().regex(base64), format: audioFormat })
})
const videoPart = z.strictObject({ type: z.enum(['video_url', 'input_video']), video_url: z.strictObject({ url: z.string() }) })
const filePart = z.strictObject({
  type: z.literal('file'),
  file: z.strictObject({ filename: z.string().optional(), file_data: fileData.optional(), file_id: z.string().optional() }),
  cache_control: cacheControl.optional()
})
const textContent = z.union([z.string(), z.array(textPart)])
const anyContent = z.union([z.string(), z.array(z.union([textPart, imagePart, audioPart, videoPart, filePart]))])

const toolCall = z.strictObject({
  id: z.string(),
  type: z.literal('function'),
  index: z.int().optional(),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() })
})

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer']), content: textContent, name: z.string().optional() }),
  z.strictObject({ role: z.literal('user'), content: anyContent, name: z.string().optional() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([textContent, z.null()]).optional(),
    name: z.string().optional(),
    refusal: z.string().nullable().optional(),
    model: z.string().optional(),
    tool_calls: z.array(toolCall).min(1).optional(),
    reasoning: z.string().nullable().optional(),
    reasoning_content: z.string().nullable().optional(),
    reasoning_details: z.array(z.looseObject({ type: z.string() })).optional(),
    images: z.array(z.looseObject({ type: z.literal('image_url') })).optional(),
    annotations: z.array(z.looseObject({ type: z.string() })).optional()
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: anyContent, name: z.string().optional() })
])

const functionTool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullable().optional()
  }),
  cache_control: cacheControl.optional()
})
const serverTool = z.looseObject({ type: z.string().startsWith('openrouter:') })

const providerSlugs = z.array(z.string().min(1))
const percentiles = z.union([z.number(), z.strictObject({ p50: z.number(), p75: z.number(), p90: z.number(), p99: z.number() }).partial()])
const sorts = z.enum(['price', 'throughput', 'latency', 'exacto'])

const provider = z
  .strictObject({
    order: providerSlugs,
    only: providerSlugs,
    ignore: providerSlugs,
    allow_fallbacks: z.boolean(),
    require_parameters: z.boolean(),
    data_collection: z.enum(['allow', 'deny']),
    zdr: z.boolean(),
    enforce_distillable_text: z.boolean(),
    quantizations: z.array(z.string()),
    sort: z.union([sorts, z.strictObject({ by: sorts, partition: z.enum(['model', 'none']).optional() })]),
    preferred_min_throughput: percentiles,
    preferred_max_latency: percentiles,
    max_price: z.record(z.string(), z.union([z.number(), z.string()])),
    options: z.record(z.string(), z.unknown())
  })
  .partial()

const reasoning = z
  .strictObject({
    effort: z.enum(['max', 'xhigh', 'high', 'medium', 'low', 'minimal', 'none']),
    max_tokens: z.int().min(0),
    exclude: z.boolean(),
    enabled: z.boolean(),
    summary: z.enum(['auto', 'concise', 'detailed']),
    context: z.unknown(),
    mode: z.unknown()
  })
  .partial()

const count = z.int().min(1)

const known = z
  .strictObject({
    model: z.string().min(1),
    models: z.array(z.string()).min(1),
    preset: z.string(),
    stream: z.boolean(),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }),
    max_tokens: count,
    max_completion_tokens: count,
    temperature: z.number().min(0).max(2),
    top_p: z.number().min(0).max(1),
    top_k: z.int().min(0),
    min_p: z.number().min(0).max(1),
    top_a: z.number().min(0).max(1),
    frequency_penalty: z.number().min(-2).max(2),
    presence_penalty: z.number().min(-2).max(2),
    repetition_penalty: z.number().min(0).max(2),
    seed: z.int(),
    stop: z.union([z.string(), z.array(z.string())]),
    logit_bias: z.record(z.string(), z.number()),
    logprobs: z.boolean(),
    top_logprobs: z.int().min(0).max(20),
    tools: z.array(z.union([functionTool, serverTool])),
    tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })]),
    parallel_tool_calls: z.boolean(),
    response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema', 'grammar', 'python']) }),
    user: z.string(),
    metadata: z.record(z.string(), z.string()),
    session_id: z.string().max(256),
    trace: z.looseObject({}),
    service_tier: z.string(),
    prediction: z.looseObject({ type: z.string() }),
    verbosity: z.string(),
    cache_control: cacheControl,
    modalities: z.array(z.string()),
    image_config: z.looseObject({}),
    audio: z.looseObject({}),
    plugins: z.array(z.looseObject({ id: z.string() })),
    web_search_options: z.looseObject({}),
    provider,
    reasoning,
    reasoning_effort: reasoning.shape.effort,
    include_reasoning: z.boolean(),
    usage: z.strictObject({ include: z.boolean() }),
    transforms: z.array(z.string()),
    debug: z.strictObject({ echo_upstream_body: z.boolean().optional() })
  })
  .partial()

export const chatRequestSchema = known
  .extend({ messages: z.array(message).min(1) })
  .refine(body => body.model ?? body.models ?? body.preset, {
    message: 'model, models or preset must say who answers'
  })
