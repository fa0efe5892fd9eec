import type { BudgetRefusal } from '../../lib/chat/budget.ts'

/** A refusal of our own server, or no answer from it at all. `message` is safe to show. */
export class ApiError extends Error {
  /** `offline` when Steno could not be reached; else the server's own code. */
  readonly code: string
  readonly requestId: string | null
  /** The running answer, on `turn_active`. */
  readonly messageId: string | null
  /** What would be passed, on `budget_reached`. */
  readonly budget: BudgetRefusal | null

  constructor(code: string, message: string, options: ApiErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'ApiError'
    this.code = code
    this.requestId = options.requestId ?? null
    this.messageId = options.messageId ?? null
    this.budget = options.budget ?? null
  }
}

interface ApiErrorOptions {
  requestId?: string
  messageId?: string
  budget?: BudgetRefusal
  cause?: unknown
}

const offlineText = 'No connection to Steno.'
/** More bytes than these a browser refuses to send for a page that is gone: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const mostKeptAlive = 65_536

/** `fetch` that throws an ApiError for whatever is no success. */
export async function request(url: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (error) {
    if (init?.signal?.aborted) throw error
    throw new ApiError('offline', offlineText, { cause: error })
  }
  if (!response.ok) throw await readError(response)
  return response
}

/** Sends and reads JSON; the answer is our own server's and is trusted to be what its route says. */
export async function requestJson<Answer>(
  url: string,
  method: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE' = 'GET',
  body?: unknown,
  { keepalive = false }: Pick<RequestInit, 'keepalive'> = {}
): Promise<Answer> {
  const init: RequestInit = { method, cache: 'no-store' }
  const response = await request(url, body === undefined ? init : { ...init, ...jsonBody(body, keepalive) })
  return (await response.json()) as Answer
}

function jsonBody(value: unknown, keepalive: boolean): RequestInit {
  const body = JSON.stringify(value)
  return { headers: { 'content-type': 'application/json' }, body, keepalive: keepalive && new Blob([body]).size <= mostKeptAlive }
}

/** What was thrown as an ApiError: for a notice that must say something. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('internal', 'Something went wrong on this page.', { cause: error })
}

interface ErrorBody {
  error?: { code?: string; message?: string; requestId?: string; messageId?: string; budget?: BudgetRefusal }
}

async function readError(response: Response): Promise<ApiError> {
  const text = await response.text()
  const body = parseErrorBody(text)
  const { code = 'internal', message = `Steno answered ${response.status}.`, requestId, messageId, budget } = body.error ?? {}
  return new ApiError(code, message, {
    ...(requestId ? { requestId } : {}),
    ...(messageId ? { messageId } : {}),
    ...(budget ? { budget } : {})
  })
}

/** A proxy between us and the server may answer with anything. */
function parseErrorBody(text: string): ErrorBody {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
