import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { parseJson, readBody, replyError, replyJson } from './http-reply.ts'

/**
 * How an app gets a key without anybody copying one: https://openrouter.ai/docs/use-cases/oauth-pkce. The page asks nobody; one
 * press on it authorises.
 */

/** A code is good once, and for ten minutes. */
const codeLifeMs = 600_000

interface Authorization {
  challenge: string
  expiresAt: number
}

const exchange = z.looseObject({ code: z.string(), code_verifier: z.string(), code_challenge_method: z.string() })

/** Codes that were given out and not exchanged yet. */
export class Authorizations {
  readonly #codes = new Map<string, Authorization>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** `GET /auth`: the page, with the address that a press leads to. */
  replyPage(response: ServerResponse, query: URLSearchParams): void {
    const callback = callbackOf(query.get('callback_url'))
    const challenge = query.get('code_challenge') ?? ''
    const isS256 = query.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(challenge)
    if (!callback || !isS256) {
      replyError(response, 400, callback ? 'Invalid code challenge' : 'callback_url must be https, or http on localhost')
      return
    }
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(code, { challenge, expiresAt: this.#now() + codeLifeMs })
    callback.searchParams.set('code', code)
    const state = query.get('state')
    if (state !== null) callback.searchParams.set('state', state)
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end(pageOf(callback))
  }

  /** `POST /auth/keys`: a key for a code and what its challenge was made of. */
  async replyKey(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = exchange.safeParse(parseJson((await readBody(request)) ?? ''))
    if (!asked.success) return replyError(response, 400, 'Invalid request')
    const { code, code_verifier: verifier, code_challenge_method: method } = asked.data
    if (method !== 'S256') return replyError(response, 400, 'Invalid code_challenge_method')
    const known = this.#codes.get(code)
    this.#codes.delete(code)
    const isRight = known !== undefined && createHash('sha256').update(verifier).digest('base64url') === known.challenge
    if (!isRight || this.#now() > known.expiresAt) return replyError(response, 403, 'Invalid code or code_verifier')
    replyJson(response, 200, { key: `sk-or-v1-${randomBytes(32).toString('hex')}`, user_id: 'user_2simulated0000000000000000' })
  }
}

function callbackOf(text: string | null): URL | null {
  const url = text === null ? null : URL.parse(text)
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)
  return url && (isLocal || url.protocol === 'https:') ? url : null
}

function pageOf(callback: URL): string {
  const address = callback.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Authorize</title>
<h1>Authorize ${callback.hostname}</h1><p>Simulated: no account is asked.</p><a href="${address}">Authorize</a></html>`
}
