import { maxPixels } from '../chat/attachment.ts'
import { attachmentName } from '../chat/attachment-name.ts'
import { readImageSize } from '../chat/image-size.ts'
import { readMediaType, sniffMediaType, takenFiles } from '../chat/media-type.ts'
import type { NewAttachment } from '../db/attachments.ts'
import { AppError } from '../errors.ts'
import { readBytes, readValue } from './read-body.ts'

/** Reads an uploaded file: the body is its bytes, `?name=` its name. 400, 413 or 415, and nothing has been done. */
export async function readUpload(request: Request): Promise<NewAttachment> {
  const name = readValue('name', new URL(request.url).searchParams.get('name'), attachmentName)
  const claimed = readMediaType(request.headers.get('content-type') ?? '')
  if (!claimed) throw unsupported(`Content-Type must be the file's. ${takenFiles}`)
  const bytes = await readBytes(request)
  if (bytes.length === 0) throw new AppError('invalid_request', 400, 'The file is empty.')
  const mediaType = sniffMediaType(bytes)
  if (!mediaType) throw unsupported(`The file is of no type that Steno knows. ${takenFiles}`)
  if (mediaType !== claimed) throw unsupported(`The file is ${mediaType}, but was sent as ${claimed}.`)
  const size = readImageSize(bytes, mediaType)
  if (!size && mediaType.startsWith('image/')) throw unsupported('The image is damaged.')
  if (size && size.width * size.height > maxPixels) {
    throw new AppError('too_large', 413, `The image has ${size.width} × ${size.height} pixels, more than 100 million.`)
  }
  return { name, mediaType, size, bytes }
}

function unsupported(message: string): AppError {
  return new AppError('unsupported_media_type', 415, message)
}
