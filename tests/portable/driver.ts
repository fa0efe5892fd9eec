import { z } from 'zod'
import { GET as exportChats } from '../../app/api/export/route.ts'
import { PUT as append, GET as preview, POST as run } from '../../app/api/imports/[importId]/route.ts'
import { POST as openImport } from '../../app/api/imports/route.ts'
import { none, params } from '../http/refused.ts'

const address = 'http://127.0.0.1:3000/api'
const pieceBytes = 1_000_003

/** The file of `GET /api/export`. */
export async function exported(query = ''): Promise<string> {
  return (await exportChats(new Request(`${address}/export${query}`), none)).text()
}

/** Sends a file in pieces, as the page does; answers with its id. */
export async function sent(text: string): Promise<string> {
  const opened = await openImport(new Request(`${address}/imports`, { method: 'POST' }), none)
  const { id } = z.object({ id: z.string() }).parse(await opened.json())
  const bytes = new TextEncoder().encode(text)
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
    const piece = bytes.subarray(offset, offset + pieceBytes)
    await append(
      new Request(`${address}?offset=${offset}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: piece }),
      params({ importId: id })
    )
  }
  return id
}

export async function previewOf(text: string): Promise<unknown> {
  return (await preview(new Request(address), params({ importId: await sent(text) }))).json()
}

export async function imported(text: string): Promise<unknown> {
  return (await run(new Request(address, { method: 'POST' }), params({ importId: await sent(text) }))).json()
}
