import 'server-only'
import { uuidv7 } from 'uuidv7'
import { currentUserId } from '../auth/current-user.ts'
import { AppError } from '../errors.ts'
import { logError } from '../telemetry/log.ts'

export interface RouteContext<Params> {
  request: Request
  params: Params
  userId: string
}

type NextHandler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/** Wraps a route: who asks, and the one place where an error becomes a Response. */
export function route<Params = Record<string, never>>(handle: (context: RouteContext<Params>) => Promise<Response>): NextHandler<Params> {
  return async (request, context) => {
    try {
      const response = await handle({ request, params: await context.params, userId: await currentUserId() })
      // Next answers HEAD by GET and drops the body unread: a stream would wait for its reader for ever.
      if (request.method === 'HEAD') await response.body?.cancel()
      return response
    } catch (error) {
      return errorResponse(error)
    }
  }
}

/** `{error: {code, message, requestId, retryable, retryAfterMs?, messageId?, budget?}}`; docs/api.md. */
function errorResponse(error: unknown): Response {
  const requestId = uuidv7()
  const known = error instanceof AppError
  if (!known || error.httpStatus >= 500) logError('http.error', error, { requestId })
  const shown = known
    ? error
    : new AppError('internal', 500, `Something went wrong in Steno. Its log has more under ${requestId}.`, { retryable: true })
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
