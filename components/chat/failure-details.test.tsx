import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ApiError } from '../http/request-json.ts'
import { FailureDetails } from './failure-details.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import type { Problem } from './session-state.ts'

const nothing = () => undefined
const noticeOf = (error: ApiError) => {
  const problem: Problem = { during: 'send', error }
  return renderToStaticMarkup(createElement(ProblemNotice, { problem, onConfirm: nothing, onReconnect: nothing, onDismiss: nothing }))
}

test('a failure names the upstream’s request and the answer, each to be copied alone', () => {
  const failure = { code: 'upstream_error', message: 'Gone.', retryable: true, requestId: 'req-7' } as const
  const shown = renderToStaticMarkup(createElement(FailureDetails, { failure, messageId: 'answer-3' }))
  expect(shown).toContain('req-7')
  expect(shown).toContain('aria-label="Copy request id"')
  expect(shown).toContain('answer-3')
  expect(shown).toContain('aria-label="Copy answer id"')
})

test('a refusal of Steno names its request, to be copied; without an answer there is none', () => {
  const refused = noticeOf(new ApiError('internal', 'Something went wrong.', { requestId: 'r-1' }))
  expect(refused).toContain('Request r-1')
  expect(refused).toContain('aria-label="Copy request id"')
  expect(noticeOf(new ApiError('offline', 'No connection.'))).not.toContain('Copy request id')
})
