import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { totalOf } from './bill.ts'
import { parseJson, readBody, replyError, replyJson } from './http-reply.ts'
import { scriptStep } from './script.ts'
import type { SimulatorState } from './state.ts'

/**
 * How tests tell the simulator what to do and ask what happened. Below `/__sim`, outside `/api/v1`; JSON both ways. `key` is the
 * bearer token of the requests meant, so that tests in parallel share one simulator; without `?key=` a question is about all.
 *
 * - `POST /script` `{key, steps: ScriptStep[]}` → `{pending}`. Appends; first in, first out. A step answers one
 *   `POST /chat/completions` of its kind (`stream`, default true). 400 with the reason when a step is not one.
 * - `POST /release` `{key}` → `{}`. What the steps so far wait for, begun or not, is over: delay, first token, stall.
 * - `POST /fault` `{path, key?, status?, body?, delayMs?, hang?, times?}` → `{}`. The next `times` (1) requests below that path
 *   ("/models", "/key", "/generation", "/providers") misbehave: wait, then answer that status, or never. Without `status` the
 *   true answer comes late.
 * - `GET /requests?key=&path=` → `RecordedRequest[]`, oldest first, the last 300 of a key. `path` (default "/chat/completions")
 *   is a prefix; `path=/` is everything.
 * - `GET /violations?key=` → `RecordedViolation[]`: `{rule, message, at, key, sessionId, generationId}`; the rules are in violation.ts.
 * - `GET /bill?key=` → `{rows: BillRow[], picoUsd, creditsPicoUsd}`: sums as decimal strings. `picoUsd` is all that was
 *   paid, the provider's part of BYOK included; `creditsPicoUsd` is Σ `cost` alone.
 * - `GET /streams?key=&state=` → `StreamRecord[]`: live, done, aborted and cut connections with times in epoch milliseconds.
 * - `GET /pending?key=` → `{pending}`: steps that nobody took yet.
 * - `DELETE /` `?key=` → `{}`: forgets scripts, faults, requests, violations, ended streams, history and bill, of one key or of all.
 */
export async function control(state: SimulatorState, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const key = url.searchParams.get('key') ?? undefined
  const action = `${request.method} ${url.pathname.replace(/^\/__sim\/?/, '/')}`
  switch (action) {
    case 'POST /script':
      return await readCommand(request, response, scriptCommand, command => {
        state.addSteps(command.key, command.steps)
        return { pending: state.pendingSteps(command.key) }
      })
    case 'POST /release':
      return await readCommand(request, response, releaseCommand, command => {
        state.release(command.key)
        return {}
      })
    case 'POST /fault':
      return await readCommand(request, response, faultCommand, ({ times, ...fault }) => {
        for (let count = 0; count < times; count++) state.addFault(fault)
        return {}
      })
    case 'GET /requests': {
      const path = url.searchParams.get('path') ?? '/chat/completions'
      return replyJson(
        response,
        200,
        state.requests(key).filter(recorded => recorded.path.startsWith(path))
      )
    }
    case 'GET /violations':
      return replyJson(response, 200, state.violations(key))
    case 'GET /bill':
      return replyJson(response, 200, billAnswer(state, key))
    case 'GET /streams': {
      const wanted = url.searchParams.get('state')
      return replyJson(
        response,
        200,
        state.streams(key).filter(stream => wanted === null || stream.state === wanted)
      )
    }
    case 'GET /pending':
      return replyJson(response, 200, { pending: key === undefined ? null : state.pendingSteps(key) })
    case 'DELETE /':
      state.clear(key)
      return replyJson(response, 200, {})
    default:
      return replyError(response, 404, `No such control: ${action}`)
  }
}

const scriptCommand = z.strictObject({ key: z.string().min(1), steps: z.array(scriptStep) })
const releaseCommand = z.strictObject({ key: z.string().min(1) })

const faultCommand = z.strictObject({
  path: z.string().startsWith('/'),
  key: z.string().optional(),
  status: z.int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  delayMs: z.number().min(0).optional(),
  hang: z.boolean().optional(),
  times: z.int().min(1).default(1)
})

async function readCommand<Command>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: z.ZodType<Command>,
  run: (command: Command) => unknown
): Promise<void> {
  const command = schema.safeParse(parseJson((await readBody(request)) ?? ''))
  if (command.success) replyJson(response, 200, run(command.data))
  else replyError(response, 400, z.prettifyError(command.error))
}

function billAnswer(state: SimulatorState, key: string | undefined): object {
  const rows = state.bill.rows(key)
  const { total, credits } = totalOf(rows)
  return { rows, picoUsd: total.toString(), creditsPicoUsd: credits.toString() }
}
