import { describe, expect, test } from 'vitest'
import { formatBytes, typeName } from './file-words.ts'

describe('words for files', () => {
  test('sizes are rounded to what a glance takes in', () => {
    expect([0, 999, 1000, 12_345, 999_499, 999_500, 10_485_760].map(formatBytes)).toEqual([
      '0\u202FB',
      '999\u202FB',
      '1\u202FKB',
      '12\u202FKB',
      '999\u202FKB',
      '1.0\u202FMB',
      '10.5\u202FMB'
    ])
  })

  test('types have their usual names', () => {
    expect(['application/pdf', 'audio/mpeg', 'audio/wav', 'image/webp'].map(typeName)).toEqual(['PDF', 'MP3', 'WAV', 'WEBP'])
  })
})
