import { z } from 'zod'
import { temporaryId } from '@/lib/chat/temporary.ts'
import { saveAttachment } from '@/lib/db/attachments.ts'
import { hasRoomFor } from '@/lib/db/temporary-chats.ts'
import { AppError } from '@/lib/errors.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { readUpload } from '@/lib/http/read-upload.ts'
import { json, route } from '@/lib/http/route.ts'

export const POST = route(async ({ request, userId }) => {
  const isTemporary = readValue('temporary', new URL(request.url).searchParams.get('temporary'), z.literal('true').nullable()) !== null
  const file = await readUpload(request)
  const ownId = isTemporary ? temporaryId() : undefined
  if (ownId !== undefined && !(await hasRoomFor(ownId, file.bytes.length))) {
    throw new AppError('too_large', 413, 'The files of all temporary chats are larger than 256 MiB together. Delete one of the chats.')
  }
  const { id, name, mediaType, sizeBytes } = await saveAttachment(userId, file, new Date(), ownId)
  return json({ id, name, mediaType, sizeBytes }, 201)
})
