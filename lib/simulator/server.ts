import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { replyEndpoints, replyGeneration, replyModels, replyProviders } from './account.ts'
import { chatCompletions } from './chat-completions.ts'
import { control } from './control.ts'
import { bearerToken, replyError, replyJson } from './http-reply.ts'
import { replyActivity, replyCredits, replyKey } from './key-usage.ts'
import { type RecordedRequest, SimulatorState } from './state.ts'
import { wait } from './wait.ts'

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  port?: number
  host?: string
  /** The bill is kept here, so that `/generation` survives a restart. Absent: in memory. */
  dataFile?: string
  /** The same seed gives the same ids, signatures and encrypted data. Absent: no two runs share any. */
  seed?: string
  /** Folder that `framing.replayFile` may read from; absent: `STENO_RECORDINGS`, and without that nothing is read. */
  recordings?: string
}

export interface Simulator {
  /** For `OPENROUTER_BASE_URL`: `http://127.0.0.1:PORT/api/v1`. */
  url: string
  /** Without the path; controls are below `/__sim`. */
  origin: string
  /** Ends every connection, running streams too. */
  close(): Promise<void>
}

/** An upstream that speaks OpenRouter's wire over real HTTP: the demo mode runs on it, and every test. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1' } = options
  const state = new SimulatorState(options)
  const server = createServer((request, response) => {
    route(state, host, request, response).catch(error => {
      if (!response.headersSent) replyError(response, 500, `Simulator: ${error instanceof Error ? error.stack : String(error)}`)
      else response.destroy()
    })
  })
  // Longer than any client keeps an idle connection: a reused one must not be closed under its request.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const origin = `http://${host}:${typeof address === 'object' && address ? address.port : port}`
  return {
    url: `${origin}/api/v1`,
    origin,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function route(state: SimulatorState, host: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator')
  if (isFromWebPage(request, host)) return replyError(response, 403, 'The simulator does not serve web pages')
  if (url.pathname === '/__sim' || url.pathname.startsWith('/__sim/')) return await control(state, request, response, url)
  if (request.method === 'GET' && url.pathname === '/auth') return state.authorizations.replyPage(response, url.searchParams)
  if (!url.pathname.startsWith('/api/v1/')) return replyError(response, 404, 'Not Found')
  const path = url.pathname.slice('/api/v1'.length)
  const key = bearerToken(request)
  const record = recordRequest(state, request, response, `${path}${url.search}`, key ?? '')
  if (await playFault(state, response, path, key)) return
  if (await publicEndpoint(request, response, path, url.searchParams)) return
  if (request.method === 'POST' && path === '/auth/keys') return await state.authorizations.replyKey(request, response)
  if (key === undefined) return replyError(response, 401, 'No cookie auth credentials found')
  if (key.startsWith('sk-or-v1-bad')) return replyError(response, 401, 'User not found.')
  switch (`${request.method} ${path}`) {
    case 'POST /chat/completions':
      return await chatCompletions(state, request, response, record)
    case 'GET /generation':
      return await replyGeneration(state, response, key, url.searchParams.get('id') ?? '')
    case 'GET /key':
      return replyKey(state, response, key)
    case 'GET /credits':
      return replyCredits(state, response, key)
    case 'GET /activity':
      return replyActivity(state, response, key)
    default:
      return replyError(response, 404, 'Not Found')
  }
}

/** What needs no key. */
async function publicEndpoint(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): Promise<boolean> {
  if (request.method !== 'GET') return false
  const endpointsOf = /^\/models\/(.+)\/endpoints$/.exec(path)?.[1]
  if (path === '/models') replyModels(request, response, query)
  else if (endpointsOf !== undefined) replyEndpoints(response, decodeURIComponent(endpointsOf))
  else if (path === '/providers') replyProviders(response)
  else return false
  return true
}

/** `true` when the request is answered, or never will be. */
async function playFault(state: SimulatorState, response: ServerResponse, path: string, key: string | undefined): Promise<boolean> {
  const fault = state.takeFault(path, key)
  if (!fault) return false
  if (fault.hang) return true
  const leaving = new AbortController()
  response.on('close', () => leaving.abort())
  await wait(fault.delayMs ?? 0, leaving.signal)
  if (fault.status === undefined) return leaving.signal.aborted
  replyJson(response, fault.status, fault.body ?? { error: { message: `Simulated ${fault.status}`, code: fault.status } })
  return true
}

/**
 * A page in a browser could reach a loopback port and script answers there. Clients of OpenRouter are servers: none sends
 * `Origin`, and on loopback none needs another name than loopback's (DNS rebinding).
 */
function isFromWebPage(request: IncomingMessage, host: string): boolean {
  if (request.headers.origin !== undefined) return true
  const isLoopback = host === '127.0.0.1' || host === 'localhost'
  return isLoopback && !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
}

function recordRequest(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  key: string
): RecordedRequest {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    name === 'authorization' ? [] : [[name, String(value)] as const]
  )
  const record: RecordedRequest = {
    at: Date.now(),
    key,
    method: request.method ?? '',
    path,
    headers: Object.fromEntries(headers),
    sessionId: null,
    generationId: null,
    status: null
  }
  state.recordRequest(record)
  response.on('close', () => {
    record.status = response.headersSent ? response.statusCode : null
  })
  return record
}
