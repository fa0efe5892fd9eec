import { describe, expect, test } from 'vitest'
import { failureCodes } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { failureWords } from './failure-words.ts'

const metadata: MessageMetadata = { status: 'failed', parentId: 'q', createdAt: '2026-11-24T00:00:00Z', costState: 'pending' }

describe('failureWords', () => {
  test.each(failureCodes)('%s names a cause and a next step', code => {
    for (const hasText of [true, false]) {
      const { title, sentence, actions } = failureWords({ failure: { code, message: 'x', retryable: true }, metadata, hasText })
      expect(title).toMatch(/^[A-Z].{3,40}$/)
      expect(sentence).toMatch(/^[A-Z].*[.]$/)
      expect(sentence).not.toMatch(/!|undefined| {2}|Oops|please/i)
      expect(actions.length).toBeGreaterThan(0)
      expect(actions.length).toBeLessThanOrEqual(3)
      expect(actions.includes('continue') && !hasText).toBe(false)
    }
  })

  test('names the provider and says what became of text and money', () => {
    const { title, sentence } = failureWords({
      failure: { code: 'upstream_truncated', message: '', retryable: true, provider: 'Google Vertex' },
      metadata,
      hasText: true
    })
    expect(title).toBe('The answer was cut off')
    expect(sentence).toBe('Google Vertex closed the connection. The text above is kept. Its cost is being looked up.')
  })
})
