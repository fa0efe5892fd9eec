import 'server-only'
import { uuidv7 } from 'uuidv7'
import { currentUserId } from '../auth/current-user.ts'
import { type StorageFault, storageFaultOf } from '../db/storage-fault.ts'
import { AppError } from '../errors.ts'
import { log, logError } from '../telemetry/log.ts'
import { noteFault } from '../turn/health.ts'

export interface RouteContext<Params> {
  request: Request
  params: Params
  userId: string
}

type NextHandler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/** Wraps a route: who asks, what the request is called in the log, and the one place where an error becomes a Response. */
export function route<Params = Record<string, never>>(handle: (context: RouteContext<Params>) => Promise<Response>): NextHandler<Params> {
  return async (request, context) => {
    const requestId = uuidv7()
    const startedAt = performance.now()
    // The path alone: a query can hold what somebody searched for.
    const asked = { requestId, method: request.method, path: new URL(request.url).pathname }
    let response: Response
    try {
      response = await handle({ request, params: await context.params, userId: await currentUserId() })
      // Next answers HEAD by GET and drops the body unread: a stream would wait for its reader for ever.
      if (request.method === 'HEAD') await response.body?.cancel()
      log('debug', 'http.answer', { ...asked, status: response.status, durationMs: Math.round(performance.now() - startedAt) })
    } catch (error) {
      noteFault(error)
      const shown = shownError(error, requestId)
      // A refusal that we made ourselves has nothing behind it to look for.
      if (shown.httpStatus >= 500 && (shown !== error || shown.cause !== undefined))
        logError('http.error', error, { ...asked, status: shown.httpStatus, answer: shown.code })
      else log('info', 'http.refused', { ...asked, status: shown.httpStatus, answer: shown.code })
      response = errorResponse(shown, requestId)
    }
    response.headers.set('X-Request-Id', requestId)
    return response
  }
}

/** What a client may see of an error. */
function shownError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error
  const fault = storageFaultOf(error)
  if (fault !== null) return storageRefusals[fault](error)
  return new AppError('internal', 500, `Something went wrong in Steno. Its log has more under ${requestId}.`, { retryable: true })
}

const storageRefusals: Record<StorageFault, (cause: unknown) => AppError> = {
  full: cause =>
    new AppError('storage_full', 507, 'The disk is full: nothing was saved. What is there can be read; make room and try again.', {
      cause,
      retryable: true
    }),
  corrupt: cause =>
    new AppError('storage_corrupt', 503, 'The database is damaged: nothing was saved. Stop Steno and restore a backup.', { cause }),
  locked: cause =>
    new AppError('storage_locked', 503, 'Another program holds the database: nothing was saved. Try again in a moment.', {
      cause,
      retryable: true,
      retryAfterMs: 5000
    })
}

/** `{error: {code, message, requestId, retryable, retryAfterMs?, messageId?, budget?}}`; docs/api.md. */
function errorResponse(shown: AppError, requestId: string): Response {
  return json(
    {
      error: {
        code: shown.code,
        message: shown.message,
        requestId,
        retryable: shown.retryable,
        ...(shown.retryAfterMs === undefined ? {} : { retryAfterMs: shown.retryAfterMs }),
        ...(shown.messageId === undefined ? {} : { messageId: shown.messageId }),
        ...(shown.budget === undefined ? {} : { budget: shown.budget })
      }
    },
    shown.httpStatus,
    shown.retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(shown.retryAfterMs / 1000)) }
  )
}

/** An answer that no cache keeps. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}

/** https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol; `no-transform`, or Next compresses the stream and holds it back. */
export function eventStream(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      'X-Vercel-AI-UI-Message-Stream': 'v1'
    }
  })
}
