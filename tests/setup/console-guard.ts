import { format } from 'node:util'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { takeExpectedConsole } from './expected-console.ts'

// A complaint on the console is a failure nobody looked at: it fails the test unless expectConsole announced it.
let complaints: string[] = []

beforeEach(() => {
  complaints = []
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      complaints.push(format(...values))
    })
  }
})

afterEach(() => {
  vi.mocked(console.error).mockRestore()
  vi.mocked(console.warn).mockRestore()
  const expected = takeExpectedConsole()
  const unexpected = complaints.filter(text => !expected.some(pattern => pattern.test(text)))
  const missing = expected.filter(pattern => !complaints.some(text => pattern.test(text)))
  expect({ unexpected, missing }, 'console.error and console.warn').toEqual({ unexpected: [], missing: [] })
})
