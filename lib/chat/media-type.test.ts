import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, gif, mp3, pdf, png, wav } from '../../tests/setup/sample-files.ts'
import { mediaTypes, readMediaType, sniffMediaType } from './media-type.ts'

const jpeg = bytesOf([0xff, 0xd8, 0xff, 0xe0])

describe('media types', () => {
  test.each([
    ['image/png', png()],
    ['image/jpeg', jpeg],
    ['image/gif', gif()],
    ['image/gif', bytesOf('GIF87a')],
    ['image/webp', bytesOf('RIFF', [9, 9, 9, 9], 'WEBPVP8 ')],
    ['application/pdf', pdf()],
    ['audio/wav', wav()],
    ['audio/mpeg', mp3()],
    ['audio/mpeg', bytesOf('ID3', [4, 0, 0])],
    ['audio/mpeg', bytesOf([0xff, 0xf3, 0x40])],
    ['audio/flac', bytesOf('fLaC')],
    ['audio/ogg', bytesOf('OggS')],
    ['audio/mp4', bytesOf([0, 0, 0, 32], 'ftypM4A ')],
    ['audio/aac', bytesOf([0xff, 0xf1, 0x50])],
    ['audio/aiff', bytesOf('FORM', [0, 0, 0, 9], 'AIFF')],
    ['audio/aiff', bytesOf('FORM', [0, 0, 0, 9], 'AIFC')],
    ['text/plain', bytesOf('#!/bin/sh\r\n\techo "hi"\f')],
    ['text/plain', new TextEncoder().encode('Grüße, 世界 🦜')],
    ['text/plain', bytesOf([0xef, 0xbb, 0xbf], 'a,b')],
    ['text/plain', bytesOf('<!doctype html><script>alert(1)</script>')],
    ['text/plain', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')]
  ])('%s is known by its bytes', (mediaType, bytes) => {
    expect(sniffMediaType(bytes)).toBe(mediaType)
  })

  test.each([
    ['nothing', bytesOf('')],
    ['text with a NUL', bytesOf('a\0b')],
    ['text in Latin-1', bytesOf('Gr\xfc\xdfe')],
    ['text that ends within a character', bytesOf('Gr', [0xc3])],
    ['a ZIP', bytesOf('PK\x03\x04')],
    ['a program', bytesOf('\x7fELF')],
    ['a film', bytesOf([0, 0, 0, 32], 'ftypisom')],
    ['an AVI, which is a RIFF too', bytesOf('RIFF', [0, 9, 0, 0], 'AVI LIST')],
    ['a PDF that does not begin as one', bytesOf('\n%PDF-1.4\n%', [0xe2, 0xe3, 0xcf])],
    ['half a PNG signature', png().slice(0, 7)],
    ['UTF-16 text', bytesOf([0xff, 0xfe, 0x41, 0x00])],
    ['bits of an MPEG version that is reserved', bytesOf([0xff, 0xeb, 0x90])]
  ])('%s is not taken', (_name, bytes) => {
    expect(sniffMediaType(bytes)).toBeNull()
  })

  test('any bytes are of a known type or of none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        expect([...mediaTypes, null]).toContain(sniffMediaType(bytes))
      })
    )
  })

  test('names are read with parameters, in any case, and by what others call them', () => {
    expect(['IMAGE/PNG', 'image/jpg; q=1', 'audio/x-wav', 'audio/mp3', ' audio/x-m4a '].map(readMediaType)).toEqual([
      'image/png',
      'image/jpeg',
      'audio/wav',
      'audio/mpeg',
      'audio/mp4'
    ])
    expect(['', 'image/svg+xml', 'text/html', 'image/*', 'constructor', '__proto__'].map(readMediaType)).toEqual(Array(6).fill(null))
  })
})
