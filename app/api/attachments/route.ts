import { saveAttachment } from '@/lib/db/attachments.ts'
import { readUpload } from '@/lib/http/read-upload.ts'
import { json, route } from '@/lib/http/route.ts'

export const POST = route(async ({ request, userId }) => {
  const { id, name, mediaType, sizeBytes } = await saveAttachment(userId, await readUpload(request), new Date())
  return json({ id, name, mediaType, sizeBytes }, 201)
})
