import { z } from 'zod'
import { families } from './family.ts'
import { httpErrorKinds } from './http-errors.ts'

/**
 * What a script can ask for. One step answers one `POST /chat/completions`; the demo scenarios are written in the same words,
 * so that nothing can be demonstrated that cannot be tested. Strict: a misspelt field is refused instead of ignored.
 */

/** Where in the answer a fault strikes: after so many tokens (data events) of that kind. */
export const answerPlaces = ['reasoning', 'text', 'arguments'] as const

/** Error kinds that were seen or are documented (docs/wire.md), and bodies that are no stream at all. */
export const errorKinds = [
  /** Top-level `error` beside a choice with `finish_reason: "error"`: the documented shape. */
  'E1',
  /** Two finishes "length", then top-level `error` with `finish_reason: null` and `usage` in the same chunk. */
  'E2',
  /** `{error, choices: []}`. */
  'E3',
  /** `{error}` alone. */
  'E3_no_choices',
  /** `finish_reason: "error"` and a native reason, no error object anywhere. */
  'E4',
  /** `choices[0].error` with `finish_reason: "error"`. */
  'E5',
  /** The body ends cleanly, without finish, usage and [DONE]. */
  'E6_cut',
  /** The connection is closed (FIN) in the middle of the body. */
  'E6_fin',
  /** The connection is reset (RST) in the middle of the body. */
  'E6_reset',
  /** Comments, then the end. */
  'E6_comments_only',
  /** One data line of broken JSON; the answer goes on after it. */
  'bad_json',
  /** HTTP 200 with an HTML page. */
  'html',
  /** HTTP 200 `application/json` with an error object, to a request that asked for a stream. */
  'json200',
  /** HTTP 200 event stream without a byte. */
  'empty'
] as const
export type ErrorKind = (typeof errorKinds)[number]

const tokens = z.int().min(0)
const dollars = z.number().min(0)
const milliseconds = z.number().min(0)

const toolCall = z.strictObject({
  name: z.string().min(1),
  /** The wire string, kept to the byte: spaces in it show whether a client re-serialises. `""`: arguments never arrive. */
  arguments: z.string(),
  /** Absent: an id in the family's manner. */
  id: z.string().optional()
})

const scriptedError = z.strictObject({
  kind: z.enum(errorKinds),
  /** Tokens of `at` that come before it; absent: after the whole content, before the finish. */
  after: tokens.optional(),
  at: z.enum(answerPlaces).default('text'),
  code: z.union([z.int(), z.string()]).optional(),
  /** For E4 the native finish reason. */
  message: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional()
})

const framing = z.strictObject({
  /** Shape of the chunks: P1 to 2026-02, P2 2026-03, P3 since 2026-04-27 (the default). */
  profile: z.enum(['P1', 'P2', 'P3']).optional(),
  crlf: z.boolean().optional(),
  /** How the body is cut into network writes. Default `line`: one data event each. */
  bytes: z.enum(['whole', 'line', 'byte', 'random']).optional(),
  /** So many `: OPENROUTER PROCESSING` before the first data event, one between each two, one before [DONE]. */
  comments: z.int().min(0).max(1000).optional(),
  /** `false`: the body ends without `[DONE]`. */
  done: z.boolean().optional(),
  /** One text delta of this many bytes, in a single data line, before the text. */
  hugeEventBytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024)
    .optional(),
  /** Each U+FFFD of the answer goes out as the invalid byte 0xFF; a decoder makes U+FFFD of it again. */
  invalidUtf8: z.boolean().optional(),
  /** Lines instead of an answer: JSON gets `data: ` in front, a line that already is SSE (`data:`, `:`, `event:`) goes as it is. */
  rawLines: z.array(z.string()).optional(),
  /** A recorded body instead of an answer; `.json` is served as `application/json`. Path below the folder of recordings. */
  replayFile: z.string().optional()
})

const stall = z.strictObject({
  /** Tokens of `at` that come before it. */
  after: tokens,
  at: z.enum(answerPlaces).default('text'),
  seconds: z.number().min(0),
  /** Keep-alive comments go on meanwhile, one a second. */
  comments: z.boolean().optional()
})

/** How `GET /generation` behaves for this completion. */
const generation = z.strictObject({
  /** So many 404s first: the endpoint is eventually consistent. */
  notFound: z.int().min(0).optional(),
  /** Each answer takes this long. */
  delayMs: milliseconds.optional(),
  /** Answer with this HTTP error, always. */
  status: z.int().min(400).max(599).optional(),
  /** Never answer. */
  hang: z.boolean().optional(),
  /** Dollars that were really billed, whatever the stream said. */
  cost: dollars.optional(),
  /** Amounts come as strings. */
  quoted: z.boolean().optional(),
  cancelled: z.boolean().optional()
})

const httpAnswer = z.strictObject({
  /** Absent: as `kind` has it. */
  status: z.int().min(200).max(599).optional(),
  /** An error by its name, where the status alone does not tell. */
  kind: z.enum(httpErrorKinds).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** A string goes as it is, anything else as JSON; absent: the body OpenRouter sends with this status. */
  body: z.unknown().optional(),
  contentType: z.string().optional()
})

export const scriptStep = z.strictObject({
  /** Answers only a request for this model (slug): several that come at once each find their own. */
  onModel: z.string().optional(),
  /** Manner of reasoning and tool ids; absent: from the model slug. */
  family: z.enum(families).optional(),
  /** `model` of the chunks; absent: the canonical slug of what was asked for. */
  model: z.string().optional(),
  /** Display name ("Amazon Bedrock"); absent: the family's own. */
  provider: z.string().optional(),
  reasoning: z
    .union([
      z.string(),
      z.strictObject({
        text: z.string().optional(),
        /** Nothing of it can be read: one encrypted entry. */
        encrypted: z.boolean().optional(),
        /** Counted as reasoning tokens. */
        tokens: tokens.optional()
      })
    ])
    .optional(),
  /** Fragments of `reasoning_details` to the byte, one delta each, instead of `reasoning`; for shapes no family sends today. */
  reasoningDetails: z.array(z.looseObject({ type: z.string() })).optional(),
  text: z.string().optional(),
  toolCalls: z.array(toolCall).optional(),
  annotations: z.array(z.record(z.string(), z.unknown())).optional(),
  images: z.array(z.record(z.string(), z.unknown())).optional(),
  /** `null`: no finish reason is ever sent. */
  finishReason: z.string().nullable().optional(),
  nativeFinishReason: z.string().optional(),
  /** Merged over the computed object, level by level; `null`: no usage chunk. */
  usage: z.record(z.string(), z.unknown()).nullable().optional(),
  /** Dollars; `null`: the stream does not say, the bill does. Absent: from the catalogue's prices. */
  cost: dollars.nullable().optional(),
  isByok: z.boolean().optional(),
  /** Dollars that the provider charges; absent: the cost. */
  upstreamCost: dollars.optional(),
  /** 0 or absent: as fast as the reader takes them. */
  tokensPerSecond: z.number().min(0).optional(),
  /** UTF-16 units of one token, that is of one data event; a surrogate pair is never cut. */
  tokenCharacters: z.int().min(1).default(4),
  /** Wait before the headers. */
  delayMs: milliseconds.optional(),
  /** Wait between headers and first token, with keep-alive comments, as a busy provider does. */
  firstTokenMs: milliseconds.optional(),
  http: httpAnswer.optional(),
  error: scriptedError.optional(),
  framing: framing.optional(),
  stall: stall.optional(),
  generation: generation.optional(),
  /** `false`: this step answers a request without `stream: true`. Steps never answer the other kind, so a title cannot eat a turn's step. */
  stream: z.boolean().default(true)
})

/** A step as a test writes it. */
export type ScriptStep = z.input<typeof scriptStep>
/** A step with its defaults. */
/** Once `released` is aborted it waits for nothing any more. */
export type PlayedStep = z.output<typeof scriptStep> & { released?: AbortSignal }
