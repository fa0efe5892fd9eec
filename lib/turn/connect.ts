import 'server-only'
import { randomBytes } from 'node:crypto'
import type { ConnectProblem } from '../chat/settings.ts'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'
import { authorizationUrl, exchangeCode } from '../openrouter/authorization.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { logError } from '../telemetry/log.ts'
import { storeKey } from './upstream.ts'

/** Somebody has gone to OpenRouter to let this app have a key, and has not come back yet. */
interface Connection {
  userId: string
  /** Known here alone: who intercepts the code cannot use it. */
  codeVerifier: string
  /** Of this app, as the browser has it: whoever comes back somewhere else is somebody else. */
  origin: string
  returnTo: '/' | '/settings'
  expiresAt: number
}

/** As long as OpenRouter's codes are good. */
const lifeMs = 600_000
const mostConnections = 20

declare global {
  /** By state. Routes are separate module graphs. */
  var stenoConnections: Map<string, Connection> | undefined
}

/** Where the browser is to go. State and verifier stay in this process until it comes back. */
export function beginConnection(
  { userId, origin, returnTo }: Pick<Connection, 'userId' | 'origin' | 'returnTo'>,
  now: number
): { url: string } {
  if (env.openRouterApiKey !== null) {
    throw new AppError('key_from_environment', 409, 'The key comes from OPENROUTER_API_KEY; unset it to store one here.')
  }
  globalThis.stenoConnections ??= new Map()
  const connections = globalThis.stenoConnections
  for (const [state, { expiresAt }] of connections) if (expiresAt <= now || connections.size >= mostConnections) connections.delete(state)
  const state = randomBytes(32).toString('base64url')
  const codeVerifier = randomBytes(48).toString('base64url')
  connections.set(state, { userId, codeVerifier, origin, returnTo, expiresAt: now + lifeMs })
  return { url: authorizationUrl(env.openRouterBaseUrl, { callbackUrl: `${origin}/api/settings/key/callback`, codeVerifier, state }) }
}

/** The browser is back: exchanges the code for a key and stores it as one that was pasted. Each state is good once. Answers where to go on. */
export async function finishConnection(
  { userId, origin, state, code }: { userId: string; origin: string; state: string; code: string },
  now: number
): Promise<string> {
  const connection = globalThis.stenoConnections?.get(state)
  globalThis.stenoConnections?.delete(state)
  if (!connection || connection.userId !== userId || connection.origin !== origin || connection.expiresAt <= now) return failed('expired')
  try {
    await storeKey(userId, await exchangeCode({ baseUrl: env.openRouterBaseUrl }, code, connection.codeVerifier))
    return connection.returnTo
  } catch (error) {
    logError('key.connect', error)
    return failed(problemOf(error))
  }
}

function problemOf(error: unknown): ConnectProblem {
  const wasRefused = error instanceof OpenRouterError && (error.code === 400 || error.code === 403)
  return wasRefused || (error instanceof AppError && error.code === 'key_rejected') ? 'refused' : 'unreachable'
}

function failed(problem: ConnectProblem): string {
  return `/settings?connect=${problem}`
}
