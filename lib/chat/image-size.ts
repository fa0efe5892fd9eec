import type { MediaType } from './media-type.ts'

/** Pixels as they are shown. */
export interface ImageSize {
  width: number
  height: number
}

/** Reads an image's size from its header, without decoding it; `null` when the header is damaged, or it is no image. */
export function readImageSize(bytes: Uint8Array, mediaType: MediaType): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = sizeOf(view, mediaType)
    return size && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function sizeOf(view: DataView, mediaType: MediaType): ImageSize | null {
  switch (mediaType) {
    case 'image/png':
      return { width: view.getUint32(16), height: view.getUint32(20) }
    case 'image/gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'image/webp':
      return webpSize(view)
    case 'image/jpeg':
      return jpegSize(view)
    default:
      return null
  }
}

/** https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless, extended. */
function webpSize(view: DataView): ImageSize | null {
  switch (asciiAt(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 }
    default:
      return null
  }
}

function asciiAt(view: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map(index => view.getUint8(offset + index)))
}

/** Walks the segments to the frame header. A camera held upright says so in Exif, and browsers turn the picture. */
function jpegSize(view: DataView): ImageSize | null {
  let isTurned = false
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (isFrameHeader(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return isTurned ? { width: height, height: width } : { width, height }
    } else {
      if (marker === 0xe1 && asciiAt(view, at + 4) === 'Exif') isTurned = exifOrientation(view, at + 10) >= 5
      at += 2 + view.getUint16(at + 2)
    }
  }
  return null
}

/** SOF0 to SOF15 without the three markers of other kinds between them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** Tag 0x0112 of the first directory; 1, upright, when there is none. 5 to 8 lie on their side. */
function exifOrientation(view: DataView, start: number): number {
  const isLittleEndian = view.getUint16(start) === 0x4949
  const directory = start + view.getUint32(start + 4, isLittleEndian)
  const count = Math.min(view.getUint16(directory, isLittleEndian), 512)
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * 12
    if (view.getUint16(at, isLittleEndian) === 0x0112) return view.getUint16(at + 8, isLittleEndian)
  }
  return 1
}
