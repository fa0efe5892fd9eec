import { request, requestJson } from '../http/request-json.ts'

/** Below the limit of a request's body. */
const pieceBytes = 8 * 1024 * 1024

/** Sends a file in pieces; answers with the id under which it waits to be imported. */
export async function sendFile(file: File, onProgress: (share: number) => void): Promise<string> {
  const { id } = await requestJson<{ id: string }>('/api/imports', 'POST')
  for (let offset = 0; offset < file.size; offset += pieceBytes) {
    onProgress(offset / file.size)
    const body = file.slice(offset, offset + pieceBytes)
    await request(`/api/imports/${id}?offset=${offset}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body })
  }
  return id
}
