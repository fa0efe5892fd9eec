import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Reply } from '../wire/fixture-server.ts'

/**
 * What a file holds, told from its content. `event`: one event of a stream. `usage`: a usage object alone.
 * `other`: of an endpoint that nothing here reads.
 */
export type BodyKind =
  | 'stream'
  | 'completion'
  | 'event'
  | 'usage'
  | 'error'
  | 'models'
  | 'generation'
  | 'missing_generation'
  | 'key'
  | 'other'

/** A recorded response body. */
export interface RecordedBody {
  /** The file, below the folder of recordings. */
  name: string
  kind: BodyKind
  bytes: Buffer
  text: string
  status: number
  headers: Record<string, string>
}

interface Meta {
  status?: number
  content_type?: string
  headers?: Record<string, string>
}

/** Of the recorded headers those that say something about the body; lengths and connections are the server's own. */
const meaningfulHeader = /^(retry-after|x-generation-id|x-ratelimit-)/i

/** Every body of the folder. A file whose kind cannot be told is an error: nothing stays unread unnoticed. */
export function readRecordedBodies(folder: string): RecordedBody[] {
  const names = globSync('{*.sse,*.json,errors/*.json}', { cwd: folder })
  return names
    .filter(name => !/\.(req|meta)\.json$/.test(name))
    .sort()
    .map(name => readRecordedBody(folder, name))
}

/** The requests of the folder by name; those that their source did not keep are empty files. */
export function readRecordedRequests(folder: string): { name: string; request: unknown }[] {
  return globSync('*.req.json', { cwd: folder })
    .sort()
    .map(name => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ name, text }) => ({ name, request: JSON.parse(text) }))
}

/** The body as a server would send it, whole or in part. */
export function replyWith(body: RecordedBody, reply: Reply = {}): Reply {
  return { status: body.status, body: body.bytes, ...reply, headers: body.headers }
}

function readRecordedBody(folder: string, name: string): RecordedBody {
  const bytes = readFileSync(path.join(folder, name))
  const text = bytes.toString('utf8')
  const metaFile = path.join(folder, name.replace(/\.(sse|json)$/, '.meta.json'))
  const meta: Meta = existsSync(metaFile) ? JSON.parse(readFileSync(metaFile, 'utf8')) : {}
  const ownType = name.endsWith('.sse') ? 'text/event-stream' : 'application/json'
  const headers = Object.fromEntries(Object.entries(meta.headers ?? {}).filter(([header]) => meaningfulHeader.test(header)))
  return {
    name,
    kind: name.endsWith('.sse') ? kindOfStream(text) : kindOfJson(name, JSON.parse(text)),
    bytes,
    text,
    status: meta.status ?? 200,
    headers: { 'Content-Type': meta.content_type ?? ownType, ...headers }
  }
}

function kindOfStream(text: string): BodyKind {
  return text.includes('"object":"chat.completion.chunk"') ? 'stream' : 'other'
}

function kindOfJson(name: string, body: Record<string, unknown>): BodyKind {
  const { choices, error, data } = body
  if (Array.isArray(choices)) return 'message' in choices[0] ? 'completion' : 'event'
  if (error) return JSON.stringify(error).includes('Generation gen-') ? 'missing_generation' : 'error'
  if ('prompt_tokens' in body) return 'usage'
  if (Array.isArray(data)) return 'models'
  if (typeof data === 'object' && data !== null) {
    if ('total_cost' in data) return 'generation'
    if ('limit_remaining' in data) return 'key'
    if ('endpoints' in data) return 'other'
  }
  throw new Error(`${name} is of no known kind.`)
}
