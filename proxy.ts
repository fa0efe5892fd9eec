import { randomBytes, randomUUID } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'

// Runs before every request, static files included (no matcher): which host was meant, who asks, and the headers that
// tell a browser what a page may do. Never who the user is: that is decided in lib/http and by the pages.

const port = process.env.PORT ?? '3000'

/** Steno listens on loopback. Any other name that leads there was made up by someone else (DNS rebinding). */
const allowedHosts = new Set(
  ['localhost', '127.0.0.1', '[::1]'].flatMap(name => (port === '80' ? [name, `${name}:80`] : [`${name}:${port}`]))
)

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY'
}

/** For answers that are not pages: should a browser show one, it may do nothing. */
const dataHeaders = { ...commonHeaders, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }

/** A stored file opened by itself is nobody's page: no origin, no script, nothing of ours within reach. */
const fileHeaders = { ...commonHeaders, 'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'" }

/** The frame for diagrams sets its own policy: our pages may show it, and it may run its own script. */
const { 'x-frame-options': _deny, ...frameHeaders } = commonHeaders

const development = process.env.NODE_ENV === 'development'

/** In development React evaluates code to rebuild stack traces, and the error overlay styles itself in place. */
const scripts = (nonce: string) => `'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`
const styles = (nonce: string) => (development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`)

// frame-src: diagrams are drawn in a sandboxed frame (lib/http/diagram-frame.ts). style-src-attr: what highlighted code and formulas carry are style attributes.
const pagePolicy = (nonce: string) =>
  `default-src 'none'; script-src ${scripts(nonce)}; style-src ${styles(nonce)}; style-src-attr 'unsafe-inline'; ` +
  `img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; ` +
  `frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

function refuse(status: number, code: string, message: string): NextResponse {
  const error = { code, message, requestId: randomUUID(), retryable: false }
  return NextResponse.json({ error }, { status, headers: { ...dataHeaders, 'cache-control': 'no-store' } })
}

/** Only our own pages may change anything. A browser sends at least one of the two headers with what a page does. */
function fromOurPage(headers: Headers, host: string): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (origin === null && site === null) return false
  return (origin === null || origin === `http://${host}`) && (site === null || site === 'same-origin')
}

export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get('host')?.toLowerCase() ?? ''
  if (!allowedHosts.has(host)) return refuse(421, 'misdirected', 'This is not the address of this Steno.')

  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && !fromOurPage(request.headers, host)) return refuse(403, 'forbidden', 'Only pages of Steno itself may do that.')

  const { pathname } = request.nextUrl
  if (pathname.startsWith('/api/attachments/')) return NextResponse.next({ headers: fileHeaders })
  if (pathname === '/api/diagram-frame') return NextResponse.next({ headers: frameHeaders })
  if (pathname.startsWith('/api/') || pathname.startsWith('/_next/static/')) return NextResponse.next({ headers: dataHeaders })

  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy) // where Next reads the nonce for its own scripts
  headers.set('x-nonce', nonce)
  return NextResponse.next({ request: { headers }, headers: { ...commonHeaders, 'content-security-policy': policy } })
}
