import { expect } from 'vitest'
import { z } from 'zod'
import { database } from '../../lib/db/client.ts'

const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().max(500),
    requestId: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.number().optional(),
    messageId: z.string().optional()
  })
})

/** A request with a body. */
export function withBody(method: string, body: string | object, contentType = 'application/json'): Request {
  return new Request('http://127.0.0.1:3000/api', {
    method,
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body)
  })
}

/** What Next hands to a route. */
export const params = <Params>(values: Params) => ({ params: Promise.resolve(values) })
export const none = params({})

/** A refusal: the documented object, no stack, nothing of what was sent, and no new row anywhere. */
export async function refused(answer: Promise<Response>): Promise<{ status: number; code: string }> {
  const response = await answer
  const { status } = response
  const text = await response.text()
  const { error } = errorBody.parse(JSON.parse(text))
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(text).not.toMatch(/ {4}at |node_modules/)
  expect(text).not.toContain('canary')
  const { conversation, message, generation, laneSet, vote } = database()
  expect(
    await Promise.all([conversation.count(), message.count(), generation.count(), laneSet.count(), vote.count()]),
    'rows that were written'
  ).toEqual([0, 0, 0, 0, 0])
  return { status, code: error.code }
}
