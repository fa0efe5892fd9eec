import { createHash } from 'node:crypto'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, postJson } from './http.ts'
import { issuedKeySchema } from './wire.ts'

interface AuthorizationRequest {
  /** Where OpenRouter sends the browser back to, with a code. */
  callbackUrl: string
  /** Only its hash is told; whoever exchanges the code must know it. */
  codeVerifier: string
  /** Comes back with the code. */
  state: string
}

/** The page on which a user lets this app have a key of theirs: https://openrouter.ai/docs/use-cases/oauth-pkce */
export function authorizationUrl(baseUrl: string, { callbackUrl, codeVerifier, state }: AuthorizationRequest): string {
  const url = new URL('/auth', baseUrl)
  url.search = new URLSearchParams({
    callback_url: callbackUrl,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    key_label: 'Steno'
  }).toString()
  return url.href
}

/** The key for a code. Throws `OpenRouterError`, code 400 or 403 for one that is wrong, used or too old. */
export async function exchangeCode(endpoint: Endpoint, code: string, codeVerifier: string): Promise<string> {
  const body = { code, code_verifier: codeVerifier, code_challenge_method: 'S256' }
  const issued = issuedKeySchema.safeParse(await postJson('/auth/keys', endpoint, body))
  if (!issued.success) throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: 'The answer holds no key.' })
  return issued.data.key
}
