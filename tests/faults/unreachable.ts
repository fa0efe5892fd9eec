import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { selfSigned } from '../setup/self-signed.ts'

/** Where this server listens, as long as the test runs. */
async function addressOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

/** Somewhere nobody listens any more. */
export async function closedPort(): Promise<string> {
  const server = createServer()
  const address = await addressOf(server)
  server.close()
  await once(server, 'close')
  return `http://${address}`
}

export async function noSuchHost(): Promise<string> {
  return 'http://no-such-host.invalid'
}

/** TLS, with a certificate that nobody vouches for. */
export async function unknownIssuer(): Promise<string> {
  return `https://${await addressOf(createTlsServer(selfSigned()))}`
}

/** HTTP where TLS is expected. */
export async function plainSpeaking(): Promise<string> {
  return `https://${await addressOf(createServer(socket => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))))}`
}

/** Takes the connection and never says a word: TLS, without which nothing is sent, does not come about. */
export async function hanging(): Promise<string> {
  return `https://${await addressOf(createServer(socket => void socket.on('error', () => undefined).resume()))}`
}

/** Is reset at its first bytes, while it is being made secure. */
export async function resetBeforeRequest(): Promise<string> {
  return `https://${await resetting()}`
}

/** Is reset behind the request. */
export async function resetBehindRequest(): Promise<string> {
  return `http://${await resetting()}`
}

function resetting(): Promise<string> {
  return addressOf(createServer(socket => void socket.once('data', () => socket.resetAndDestroy())))
}
