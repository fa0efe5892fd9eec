import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, gif, pdf, png } from '../../tests/setup/sample-files.ts'
import { readImageSize } from './image-size.ts'
import { mediaTypes } from './media-type.ts'

/** SOF0: length, 8 bits, height 480, width 640. */
const frame = [0xff, 0xc0, 0, 11, 8, 1, 0xe0, 2, 0x80, 1, 1, 0x11, 0]
const jfif = [0xff, 0xe0, 0, 4, 0, 0]
/** A Huffman table, whose marker lies among those of frames. */
const table = [0xff, 0xc4, 0, 4, 9, 9]

function exif(orientation: number, order: 'II' | 'MM'): (string | number[])[] {
  const number = (value: number, bytes: number) => {
    const digits = Array.from({ length: bytes }, (_, index) => (value >> (8 * index)) & 0xff)
    return order === 'II' ? digits : digits.reverse()
  }
  const directory = [number(1, 2), number(0x0112, 2), number(3, 2), number(1, 4), number(orientation, 2), [0, 0]].flat()
  return [[0xff, 0xe1, 0, 2 + 6 + 8 + directory.length], 'Exif\0\0', order, number(42, 2), number(8, 4), directory]
}

const start = [0xff, 0xd8]

describe('image sizes', () => {
  test.each([
    ['PNG', 'image/png', png(300, 200), [300, 200]],
    ['GIF', 'image/gif', gif(), [5, 4]],
    ['JPEG', 'image/jpeg', bytesOf(start, jfif, table, frame), [640, 480]],
    ['JPEG with fill bytes', 'image/jpeg', bytesOf(start, [0xff, 0xff], frame), [640, 480]],
    ['upright JPEG', 'image/jpeg', bytesOf(start, ...exif(1, 'MM'), frame), [640, 480]],
    ['JPEG on its side', 'image/jpeg', bytesOf(start, ...exif(6, 'MM'), frame), [480, 640]],
    ['JPEG on its other side, little-endian', 'image/jpeg', bytesOf(start, ...exif(8, 'II'), jfif, frame), [480, 640]],
    ['lossy WebP', 'image/webp', bytesOf('RIFF....WEBPVP8 ....', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x41]), [640, 480]],
    ['lossless WebP', 'image/webp', bytesOf('RIFF....WEBPVP8L....', [0x2f, 0x7f, 0xc2, 0x77, 0]), [640, 480]],
    ['extended WebP', 'image/webp', bytesOf('RIFF....WEBPVP8X....', [0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]), [640, 480]]
  ] as const)('%s', (_name, mediaType, bytes, [width, height]) => {
    expect(readImageSize(bytes, mediaType)).toEqual({ width, height })
  })

  test.each([
    ['a PNG that ends early', 'image/png', png().slice(0, 20)],
    ['a PNG of no width', 'image/png', png(0, 5)],
    ['a JPEG without a frame', 'image/jpeg', bytesOf(start, jfif)],
    ['a JPEG of something else', 'image/jpeg', bytesOf(start, 'hello')],
    ['a WebP of an unknown kind', 'image/webp', bytesOf('RIFF....WEBPALPH....', Array(20).fill(1))],
    ['a PDF', 'application/pdf', pdf()]
  ] as const)('%s has none', (_name, mediaType, bytes) => {
    expect(readImageSize(bytes, mediaType)).toBeNull()
  })

  test('any bytes end in a size or in none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mediaTypes), fc.uint8Array({ maxLength: 200 }), (mediaType, bytes) => {
        const size = readImageSize(bytesOf(start, [...bytes]), mediaType)
        expect(size === null || (size.width > 0 && size.height > 0)).toBe(true)
      }),
      { numRuns: 2000 }
    )
  })
})
