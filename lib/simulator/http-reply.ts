import type { IncomingMessage, ServerResponse } from 'node:http'

/** Far above any request that should ever be sent: attachments as base64 included. */
const maxBodyBytes = 64 * 1024 * 1024

export function replyJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed) return
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** OpenRouter's error envelope: the HTTP status is the code. */
export function replyError(response: ServerResponse, status: number, message: string): void {
  replyJson(response, status, { error: { message, code: status } })
}

/** `undefined` when the body is too large or its sender went away. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of request) {
      size += piece.length
      if (size > maxBodyBytes) return undefined
      pieces.push(piece)
    }
  } catch {
    return undefined // The sender went away: nobody to answer.
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** `undefined` for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}
