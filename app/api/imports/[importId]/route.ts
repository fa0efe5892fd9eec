import { z } from 'zod'
import { appendToImport, dropImport } from '@/lib/db/import-store.ts'
import { previewImport, runImport } from '@/lib/db/imports.ts'
import { AppError } from '@/lib/errors.ts'
import { readBytes, readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'

interface Params {
  importId: string
}

const offset = z
  .string('is missing')
  .regex(/^\d{1,15}$/, 'must be a number of bytes')
  .transform(Number)

export const PUT = route<Params>(async ({ request, params, userId }) => {
  if (request.headers.get('content-type') !== 'application/octet-stream') {
    throw new AppError('unsupported_media_type', 415, 'The body must be application/octet-stream.')
  }
  const at = readValue('offset', new URL(request.url).searchParams.get('offset'), offset)
  return json({ sizeBytes: await appendToImport(userId, params.importId, at, await readBytes(request)) })
})

export const GET = route<Params>(async ({ params, userId }) => json(await previewImport(userId, params.importId)))

export const POST = route<Params>(async ({ params, userId }) => {
  const result = await runImport(userId, params.importId, new Date())
  hub().tell(userId, { type: 'conversations' })
  return json(result)
})

export const DELETE = route<Params>(async ({ params, userId }) => {
  await dropImport(userId, params.importId)
  return new Response(null, { status: 204 })
})
