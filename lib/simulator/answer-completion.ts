import type { ServerResponse } from 'node:http'
import type { Completion } from './completion.ts'
import { CompletionRun, type RunOptions } from './completion-run.ts'
import { errorObject } from './error-chunks.ts'
import { htmlPage, httpErrorBody, httpErrorOfKind } from './http-errors.ts'
import { playStream, type StreamEnd } from './play-stream.ts'
import { playWhole } from './play-whole.ts'
import { orReleased, wait } from './wait.ts'

/** Answers a request by its step: an HTTP error, a stream, or a whole body. Ends when the client leaves, and books that. */
export async function answerCompletion(options: RunOptions & { response: ServerResponse }): Promise<void> {
  const { response, completion, stream } = options
  const run = new CompletionRun(options)
  const leaving = new AbortController()
  response.on('close', () => {
    if (run.settled) return
    leaving.abort()
    run.abort()
  })
  await wait(completion.step.delayMs ?? 0, orReleased(leaving.signal, completion.step))
  if (leaving.signal.aborted) return
  const refusal = bodyInstead(completion)
  if (refusal) {
    run.refuse(refusal.status)
    response.writeHead(refusal.status, {
      'Content-Type': refusal.contentType,
      'X-Generation-Id': completion.generationId,
      ...refusal.headers
    })
    response.end(refusal.body)
    return
  }
  run.open()
  const context = { response, completion, sent: run.sent, signal: leaving.signal, usageNow: (failed: boolean) => run.usageNow(failed) }
  response.writeHead(200, {
    'Content-Type': stream ? 'text/event-stream' : 'application/json',
    'Cache-Control': 'no-cache',
    'X-Generation-Id': completion.generationId
  })
  response.flushHeaders()
  const end: StreamEnd = stream ? await playStream(context) : await playWhole(context)
  run.settle(end)
  if (!response.destroyed) response.end()
}

interface WholeBody {
  status: number
  contentType: string
  headers: Record<string, string>
  body: string
}

/** Bodies that are no completion: scripted HTTP answers, pages, and JSON where a stream was expected. */
function bodyInstead(completion: Completion): WholeBody | undefined {
  const { http, error } = completion.step
  if (completion.recordedJson !== undefined) return ok('application/json', completion.recordedJson)
  if (error?.kind === 'html') return ok('text/html; charset=utf-8', htmlPage)
  if (error?.kind === 'json200')
    return ok('application/json', JSON.stringify({ id: completion.generationId, error: errorObject(completion, error) }))
  if (!http) return undefined
  const { provider, requestedModel: model } = completion
  const named = http.kind && httpErrorOfKind(http.kind, { provider, model, now: Date.now() })
  const status = http.status ?? named?.status ?? 500
  const body = http.body ?? named?.body ?? httpErrorBody(status, provider, model)
  return {
    status,
    contentType: http.contentType ?? (typeof body === 'string' && body.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json'),
    headers: http.headers ?? {},
    body: typeof body === 'string' ? body : JSON.stringify(body)
  }
}

function ok(contentType: string, body: string): WholeBody {
  return { status: 200, contentType, headers: {}, body }
}
