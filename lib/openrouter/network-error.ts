import { subscribe } from 'node:diagnostics_channel'
import { OpenRouterError } from './errors.ts'

/** What `fetch` failed with while it was still connecting: the same objects stand as causes in its errors. */
const connectErrors = new WeakSet<Error>()

// https://undici.nodejs.org/#/docs/api/DiagnosticsChannel: told before any request is written to the connection.
subscribe('undici:client:connectError', message => {
  if (message instanceof Object && 'error' in message && message.error instanceof Error) connectErrors.add(message.error)
})

/** Whether there was never a connection: what was not sent was not billed. A reset may come behind the request, and is none of these. */
export function neverConnected(error: unknown): boolean {
  return error instanceof Error && (connectErrors.has(error) || neverConnected(error.cause))
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name could not be resolved',
  EAI_AGAIN: 'the name could not be resolved',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection was closed'
}

/** No connection, or none that held until the headers. */
export function networkError(cause: unknown): OpenRouterError {
  const code = systemCode(cause)
  const tls = code === null ? null : tlsReason(code)
  const reason = tls ?? (code && reasons[code]) ?? code ?? 'the call failed'
  const neverSent = neverConnected(cause)
  return new OpenRouterError({
    phase: 'network',
    upstreamMessage: `OpenRouter could not be reached: ${reason}.`,
    errorType: neverSent && code !== null && connectTimeouts.has(code) ? 'connect_timeout' : null,
    // What does not fit now will not fit next time.
    retryable: tls === null,
    neverSent,
    cause
  })
}

const connectTimeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'])

/** Node names a certificate that it refuses as OpenSSL does (https://nodejs.org/api/tls.html#x509-certificate-error-codes); all else is the protocol. */
function tlsReason(code: string): string | null {
  if (/^ERR_SSL_|^EPROTO$/.test(code)) return `no secure connection could be made (${code})`
  if (/CERT|CRL|ISSUER|SIGNATURE|^INVALID_|HOSTNAME_MISMATCH|PATH_LENGTH/.test(code)) return `its certificate was not accepted (${code})`
  return code.startsWith('ERR_TLS_') ? `no secure connection could be made (${code})` : null
}

/** Node hides the system's error code in the cause, with several addresses in the causes of the cause. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error.name === 'TimeoutError') return 'ETIMEDOUT'
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return systemCode(inner)
}
