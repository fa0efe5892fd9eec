import { crc32, deflateSync } from 'node:zlib'

/** The smallest files of each type that say what they are. */

/** A real PNG of one colour; `shade` makes it another file. */
export function png(width = 3, height = 2, shade = 0): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8) // bits; colour type 0 is grey
  const rows = Buffer.alloc((width + 1) * height, shade)
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return joined(signature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0)))
}

/** A PNG that claims this size and holds nothing. */
export function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = png(1, 1)
  new DataView(bytes.buffer).setUint32(16, width)
  new DataView(bytes.buffer).setUint32(20, height)
  return bytes
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** Bytes of Latin-1 text and of numbers. */
export function bytesOf(...pieces: (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return joined(...pieces.map(piece => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece))))
}

function joined(...pieces: Buffer[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(pieces))
}

export const pdf = () => bytesOf('%PDF-1.4\n%%EOF\n')

export const wav = () => bytesOf('RIFF', [36, 0, 0, 0], 'WAVEfmt ')

export const mp3 = () => bytesOf([0xff, 0xfb, 0x90, 0x64])

export const gif = () => bytesOf('GIF89a', [5, 0, 4, 0, 0, 0, 0])

export function dataUrl(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${base64(bytes)}`
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
