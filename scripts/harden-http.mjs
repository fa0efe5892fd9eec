// Loaded before Next's server (node --import, or imported first): puts limits on its HTTP server that Next has no
// setting for. Only the first server of the process is Next's; others (the simulator) are left as they are.
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

/** A body of one byte more never reaches a route. Next's own limit (next.config.ts) lies above, because it cuts silently. */
const maxBodyBytes = 10 * 1024 * 1024

/** For slow requests; a slow answer, such as a stream, is not touched by either. */
const timeouts = { headersTimeout: 20_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 }

/** What only a proxy in front or Next itself may say. */
const forged =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|x-middleware-.*|x-invoke-.*|x-matched-path|x-original-.*|x-nonce|content-security-policy)$/

function refuse(response, status, code, message) {
  if (response.headersSent) return response.destroy()
  const body = JSON.stringify({ error: { code, message, requestId: randomUUID(), retryable: false } })
  // Closing is part of the refusal: what is still to come of the request must not be read as the next one.
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' })
  response.end(body)
}

function stripForgedHeaders(request) {
  for (const name of Object.keys(request.headers)) if (forged.test(name)) delete request.headers[name]
  request.rawHeaders = request.rawHeaders.filter((_, index, raw) => !forged.test(raw[index - (index % 2)].toLowerCase()))
}

/** Counts a body of unknown length while it comes in. */
function capBody(request, response) {
  let received = 0
  const push = request.push
  request.push = function countedPush(chunk, encoding) {
    received += chunk?.length ?? 0
    if (received <= maxBodyBytes) return push.call(this, chunk, encoding)
    request.push = () => false
    refuse(response, 413, 'too_large', `A request may hold ${maxBodyBytes} bytes.`)
    response.once('close', () => request.destroy())
    return false
  }
}

/** What must be true of a request before Next sees it: null, or how it is refused. */
function fault(request) {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length !== 1) return [400, 'invalid_request', 'A request names exactly one host.']
  // An absolute address or a second slash would be a second opinion about the host.
  if (!/^\/(?![/\\])/.test(request.url)) return [400, 'invalid_request', 'A request target starts with one slash.']
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return [413, 'too_large', `A request may hold ${maxBodyBytes} bytes.`]
  return null
}

function harden(listener) {
  const server = createServer({ ...timeouts }, (request, response) => {
    const refused = fault(request)
    if (refused !== null) return refuse(response, ...refused)
    stripForgedHeaders(request)
    capBody(request, response)
    listener(request, response)
  })
  // Steno has no WebSocket and is no tunnel; Next would pass an upgrade on to its router.
  const emit = server.emit
  server.emit = function emitUnlessTunnel(event, ...values) {
    if (event !== 'upgrade' && event !== 'connect') return emit.call(this, event, ...values)
    values[1].destroy()
    return true
  }
  return server
}

const createServer = http.createServer
const created = Promise.withResolvers()

/** Next's server, as soon as Next has created it. */
export const nextServer = created.promise

http.createServer = listener => {
  http.createServer = createServer
  syncBuiltinESMExports()
  const server = harden(listener)
  created.resolve(server)
  return server
}
syncBuiltinESMExports()
