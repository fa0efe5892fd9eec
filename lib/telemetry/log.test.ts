import { expect, test, vi } from 'vitest'
import { logError } from './log.ts'

test('a log line has the name and the frames of an error, and nothing of its message', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    logError('event', new TypeError('canary 1\n    at canary 2\n    at canary (file:///canary.js:3:3)'), { requestId: 'r' })
    const [line] = write.mock.calls.map(([text]) => String(text))
    expect(line).not.toContain('canary')
    expect(JSON.parse(line ?? '')).toMatchObject({ event: 'event', name: 'TypeError', requestId: 'r', frames: expect.arrayContaining([]) })
    expect(JSON.parse(line ?? '').frames[0]).toContain('log.test.ts')
  } finally {
    write.mockRestore()
  }
})
