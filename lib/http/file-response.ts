import type { Attachment } from '../chat/attachment.ts'
import { isTemporary } from '../chat/temporary.ts'

/** A stored file. What a browser may do with it is said in proxy.ts, whose headers stand above a route's. */
export function fileResponse({ id, name, mediaType }: Attachment, sha256: string, bytes: Uint8Array<ArrayBuffer> | null): Response {
  // A browser's cache is on disk.
  const headers = { 'Cache-Control': isTemporary(id) ? 'no-store' : 'private, no-cache', ETag: `"${sha256}"` }
  // The reader has it already.
  if (bytes === null) return new Response(null, { status: 304, headers })
  return new Response(bytes, {
    headers: {
      ...headers,
      'Content-Type': mediaType,
      'Content-Length': String(bytes.length),
      'Content-Disposition': `${mediaType.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(name)}`
    }
  })
}

/** RFC 8187: what encodeURIComponent leaves alone and a header value must not hold. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Hashes of what the reader has already: `If-None-Match`. */
export function knownHashes(request: Request): string[] {
  return [...(request.headers.get('if-none-match') ?? '').matchAll(/"([0-9a-f]{64})"/g)].map(([, sha256 = '']) => sha256)
}
