// The promises of the process itself, on the production build: where it listens, what it lets in, which headers go out,
// who may read its files, and how it starts and ends. Nothing is scripted; every server here is a real one.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { spawnApp, startApp, temporaryDataDirectory } from './app-server.mjs'
import { freePort } from './free-port.mjs'
import { chunkedPost, rawRequest } from './raw-http.mjs'

const maxBodyBytes = 10 * 1024 * 1024

let failures = 0
async function check(name, body) {
  try {
    await body()
    console.log(`ok     ${name}`)
  } catch (error) {
    failures++
    console.log(`FAILED ${name}\n${error.stack}`)
  }
}

/** Starts a server that must refuse to start; resolves with its exit code and what it said. */
async function refused(options) {
  const app = spawnApp({ port: await freePort(), ...options })
  // One that starts after all must fail its check, not hang it.
  const timer = setTimeout(() => app.child.kill('SIGKILL'), 15_000)
  const code = await app.exited
  clearTimeout(timer)
  return { code, text: app.output() }
}

const mode = file => (statSync(file).mode & 0o777).toString(8)

await check('only loopback addresses are listened on', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.20', '10.0.0.1', 'example.com', '127.0.0.1.example.com', '*']) {
    const { code, text } = await refused({ dataDirectory: temporaryDataDirectory(), env: { HOST: host } })
    assert.equal(code, 78, `HOST=${host}`)
    assert.match(text, /has no accounts yet/, `HOST=${host}`)
  }
  for (const port of ['abc', '-1', '65536', '3000.5']) {
    const { code, text } = await refused({ dataDirectory: temporaryDataDirectory(), env: { PORT: port } })
    assert.equal(code, 78, `PORT=${port}`)
    assert.match(text, /not a port number/)
  }
})

await check('a data directory that others may read is refused, with the remedy', async () => {
  const dataDirectory = temporaryDataDirectory()
  mkdirSync(dataDirectory, { mode: 0o755 })
  const { code, text } = await refused({ dataDirectory })
  assert.equal(code, 78)
  assert.ok(text.includes(`chmod -R go-rwx ${dataDirectory}`), text)
})

const first = await startApp()
const { port, origin, dataDirectory } = first
const host = `127.0.0.1:${port}`
const get = (target, headers = {}) => fetch(origin + target, { headers, redirect: 'manual' })
const raw = (text, options) => rawRequest(port, text, options)

// Runs beside everything below: a request whose headers never end, and one whose body never does.
const slowHeaders = raw(`GET / HTTP/1.1\r\nHost: ${host}\r\n`, { withinMs: 40_000 })

await check('the address is printed, and that this is demo mode', () => {
  assert.match(first.output(), new RegExp(`Steno is ready at ${origin} \\(demo mode`))
})

await check('directory 0700, every file in it 0600', () => {
  assert.equal(mode(dataDirectory), '700')
  const files = readdirSync(dataDirectory)
  assert.ok(files.includes('steno.db'), files.join())
  for (const name of files) assert.equal(mode(path.join(dataDirectory, name)), '600', name)
})

await check('the three names of loopback are answered', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
    const { status } = await raw(`GET /api/health HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: close\r\n\r\n`)
    assert.equal(status, 200, name)
  }
})

await check('every other Host is refused, on every kind of path', async () => {
  const names = ['evil.test', `evil.test:${port}`, '127.0.0.1', 'localhost', `localhost:${port + 1}`, `127.0.0.1.evil.test:${port}`]
  for (const name of [...names, `0.0.0.0:${port}`, `[::]:${port}`, `evil.test@127.0.0.1:${port}`]) {
    const { status } = await raw(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)
    assert.equal(status, 421, name)
  }
  const pages = ['/', '/settings', '/c/0198c0de-0000-7000-8000-000000000000', '/nowhere', '/?a=1', '/%2e%2e/']
  const others = ['/api/conversations', '/api/chat', '/api/nowhere', '/_next/static/chunks/a.js', '/_next/image?url=x', '/favicon.ico']
  for (const target of [...pages, ...others]) {
    const { status, answer } = await raw(`GET ${target} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)
    // Next answers a trailing slash before the proxy sees it, with nothing but the address that it was asked for.
    assert.ok(status === 421 || (status === 308 && target.endsWith('/')), `${target}: ${answer.slice(0, 200)}`)
  }
})

await check('a refusal is the error object of the API', async () => {
  const { answer } = await raw(`GET /api/health HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)
  const { error } = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
  assert.equal(error.code, 'misdirected')
  assert.equal(error.retryable, false)
  assert.match(error.requestId, /^[0-9a-f-]{36}$/)
})

await check('only our own pages may change anything', async () => {
  const cases = [
    [{ origin }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ origin, 'sec-fetch-site': 'same-origin' }, true],
    [{}, false],
    [{ origin: 'null' }, false],
    [{ origin: 'https://evil.test' }, false],
    [{ origin: `http://localhost:${port}` }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin, 'sec-fetch-site': 'cross-site' }, false]
  ]
  for (const method of ['POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']) {
    for (const [headers, allowed] of cases) {
      const status = await new Promise((resolve, reject) => {
        const request = http.request(`${origin}/api/nowhere`, { method, headers }, response => {
          response.resume()
          resolve(response.statusCode)
        })
        request.on('error', reject).end()
      })
      assert.equal(status === 403, !allowed, `${method} ${JSON.stringify(headers)}: ${status}`)
    }
  }
})

await check('requests that say two things are refused', async () => {
  const cases = {
    'two hosts': [`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.test\r\n\r\n`, 400],
    'no host': ['GET / HTTP/1.1\r\n\r\n', 400],
    'absolute target': [`GET http://evil.test/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400],
    'target with two slashes': [`GET //evil.test/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400],
    'target with slash and backslash': [`GET /\\evil.test/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400],
    'two lengths': [`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    '20 KB of headers': [`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431]
  }
  for (const [name, [text, expected]] of Object.entries(cases)) {
    const { status, closed } = await raw(text)
    assert.deepEqual({ status, closed }, { status: expected, closed: true }, name)
  }
})

await check('no WebSocket and no tunnel: the connection is closed without an answer', async () => {
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n'
  for (const text of [`GET / HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`, `CONNECT evil.test:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`]) {
    const { closed, answer } = await raw(text)
    assert.deepEqual({ closed, answer }, { closed: true, answer: '' })
  }
})

await check('a body of 10 MiB arrives; one byte more does not, however it is sent', async () => {
  const headers = `Host: ${host}\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\n`
  const post = async bytes => {
    const body = Buffer.alloc(bytes, ' ')
    return (await fetch(`${origin}/api/chat`, { method: 'POST', body, headers: { origin, 'content-type': 'application/json' } })).status
  }
  assert.notEqual(await post(maxBodyBytes), 413, 'as long as allowed')
  // A path without a route: what refuses there is the server itself.
  const announced = await raw(`POST /api/nowhere HTTP/1.1\r\n${headers}Content-Length: ${maxBodyBytes + 1}\r\n\r\n`)
  assert.deepEqual([announced.status, announced.closed], [413, true])
  assert.equal((await chunkedPost(port, '/api/nowhere', headers, maxBodyBytes + 1)).status, 413)
  const endless = await chunkedPost(port, '/api/nowhere', headers, 6 * maxBodyBytes)
  assert.ok(endless.status === 413 || endless.status === null, String(endless.status))
  assert.equal((await get('/api/health')).status, 200)
})

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY'
}

await check('headers of a page: a nonce of its own each time, whatever the request says', async () => {
  const nonces = new Set()
  for (const forged of [{}, { 'x-nonce': 'forged', 'content-security-policy': "script-src 'nonce-forged'" }]) {
    const page = await get('/', forged)
    const html = await page.text()
    for (const [name, value] of Object.entries(common)) assert.equal(page.headers.get(name), value, name)
    const policy = page.headers.get('content-security-policy')
    const nonce = /script-src 'nonce-([\w+/]{22}==)' 'strict-dynamic';/.exec(policy)?.[1]
    assert.ok(nonce, policy)
    nonces.add(nonce)
    assert.match(policy, /^default-src 'none';.*img-src 'self' data: blob:;.*base-uri 'none';.*frame-ancestors 'none'$/)
    assert.doesNotMatch(policy, /unsafe-eval/)
    for (const [script] of html.matchAll(/<script\b[^>]*>/g)) assert.ok(script.includes(`nonce="${nonce}"`), script)
    assert.match(page.headers.get('cache-control'), /no-store/)
    assert.equal(page.headers.get('x-powered-by'), null)
  }
  assert.equal(nonces.size, 2)
})

await check('headers of the API: never stored, never shared with another origin', async () => {
  for (const target of ['/api/health', '/api/conversations', '/api/settings', '/api/models', '/api/nowhere']) {
    const { headers, status } = await get(target, { origin: 'https://evil.test' })
    for (const [name, value] of Object.entries(common)) assert.equal(headers.get(name), value, `${target} ${name}`)
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'")
    assert.deepEqual(
      [...headers.keys()].filter(name => name.startsWith('access-control-')),
      []
    )
    assert.match(headers.get('cache-control') ?? '', /no-store/, `${target} (${status})`)
  }
})

await check('what the build does not offer is not there', async () => {
  assert.equal((await get('/_next/image?url=%2Ficon.png&w=64&q=75')).status, 404)
  const page = await (await get('/')).text()
  const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page)[1]
  assert.equal((await get(`${script}.map`)).status, 404)
})

await check('a stream is neither compressed nor held back', async () => {
  const leaving = new AbortController()
  const stream = await fetch(`${origin}/api/events`, { headers: { 'accept-encoding': 'gzip' }, signal: leaving.signal })
  assert.equal(stream.headers.get('content-encoding'), null)
  assert.match(stream.headers.get('cache-control'), /no-transform/)
  leaving.abort()
})

await check('a second start on the same data names the first and exits 75', async () => {
  const second = await refused({ dataDirectory })
  assert.equal(second.code, 75)
  assert.ok(second.text.includes(`process ${first.child.pid}`), second.text)
  assert.equal((await get('/api/health')).status, 200)
})

await check('a port that is taken is named', async () => {
  const { code, text } = await refused({ dataDirectory: temporaryDataDirectory(), port })
  assert.equal(code, 1)
  assert.match(text, new RegExp(`Port ${port} is used by another program`))
})

await check('headers that never end are cut off', async () => {
  const { closed, seconds, status } = await slowHeaders
  assert.ok(closed && seconds < 30, `${closed} after ${seconds} s`)
  assert.equal(status, 408)
})

await check('after kill -9 the next start takes over', async () => {
  first.child.kill('SIGKILL')
  assert.equal(await first.exited, 'SIGKILL')
  const next = await startApp({ dataDirectory })
  assert.equal((await fetch(`${next.origin}/api/health`)).status, 200)
  assert.equal(await next.stop(), 0)
})

await check('a database that others may read is refused', async () => {
  const database = path.join(dataDirectory, 'steno.db')
  chmodSync(database, 0o640)
  const { code, text } = await refused({ dataDirectory })
  assert.equal(code, 78)
  assert.ok(text.includes(database), text)
  chmodSync(database, 0o600)
})

await check('SIGTERM ends it with 0 within ten seconds, watched or not', async () => {
  const app = await startApp({ dataDirectory })
  const watcher = await fetch(`${app.origin}/api/events`)
  const ended = watcher.text().then(
    () => 'closed',
    () => 'broken off'
  )
  const startedAt = performance.now()
  assert.equal(await app.stop(), 0)
  assert.ok(performance.now() - startedAt < 10_000)
  await ended
})

await check('whoever started it dies: so does it', async () => {
  const app = await startApp({ dataDirectory })
  const timer = setTimeout(() => app.child.kill('SIGKILL'), 15_000)
  app.child.disconnect()
  assert.deepEqual(await once(app.child, 'exit'), [0, null])
  clearTimeout(timer)
})

console.log(failures === 0 ? 'The process keeps its promises.' : `${failures} failed`)
process.exit(failures === 0 ? 0 : 1)
