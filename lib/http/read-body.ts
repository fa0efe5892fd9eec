import type { z } from 'zod'
import { AppError } from '../errors.ts'

/** Same limit as the server's preload, which cuts chunked bodies off: a body that arrives here is whole. */
const maxBytes = 10 * 1024 * 1024

/** Reads and checks a JSON body. 415, 413 or 400, and nothing has been done. */
export async function readBody<Output>(request: Request, schema: z.ZodType<Output>): Promise<Output> {
  const contentType = request.headers.get('content-type') ?? ''
  // A form or text/plain post needs no CORS preflight; JSON does.
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new AppError('unsupported_media_type', 415, 'The body must be application/json.')
  }
  const text = await readText(request)
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) throw new AppError('invalid_request', 400, fieldsOf(parsed.error))
  return parsed.data
}

/** The body as it came. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new AppError('too_large', 413, 'The body is larger than 10 MiB.')
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge
  const bytes = new Uint8Array(await request.arrayBuffer().catch(brokenOff))
  if (bytes.length > maxBytes) throw tooLarge
  return bytes
}

/** The sender is gone as a rule, and nothing of ours has failed. */
function brokenOff(cause: unknown): never {
  throw new AppError('invalid_request', 400, 'The body broke off.', { cause })
}

async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('invalid_json', 400, 'The body is not UTF-8.', { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    throw new AppError('invalid_json', 400, 'The body is not JSON.', { cause: error })
  }
  throw new AppError('invalid_json', 400, 'The body must be a JSON object.')
}

/** Names the fields, not their values: a message must not quote what was sent. */
function fieldsOf(error: z.ZodError): string {
  const issues = error.issues.slice(0, 3).map(issue => {
    const place = issue.path.map(String).join('.').slice(0, 80)
    return place === '' ? reasonOf(issue) : `${place}: ${reasonOf(issue)}`
  })
  return `Invalid request. ${issues.join('; ')}`
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown field'
    case 'invalid_type':
      return `must be ${issue.expected}`
    default:
      return issue.message.slice(0, 120)
  }
}

/** A query or path value; 400 when it does not fit. */
export function readValue<Output>(name: string, value: string | null, schema: z.ZodType<Output>): Output {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError('invalid_request', 400, `Invalid request. ${name}: ${parsed.error.issues[0]?.message ?? 'wrong'}`)
  return parsed.data
}
