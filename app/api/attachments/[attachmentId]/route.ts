import { readAttachment } from '@/lib/db/attachments.ts'
import { NotFoundError } from '@/lib/errors.ts'
import { fileResponse, knownHashes } from '@/lib/http/file-response.ts'
import { route } from '@/lib/http/route.ts'

export const GET = route<{ attachmentId: string }>(async ({ request, params, userId }) => {
  const found = await readAttachment(userId, params.attachmentId, knownHashes(request))
  if (!found) throw new NotFoundError('attachment')
  return fileResponse(found.attachment, found.sha256, found.bytes)
})
