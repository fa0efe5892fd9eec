/**
 * Requests that the API accepted, against the answers that they carry on from: what we would send of such an answer is
 * what was sent then. Which answer a message repeats is told by its call ids, or else by its text.
 */
import { expect, test } from 'vitest'
import type { AssistantRequestMessage } from '../../lib/openrouter/request.ts'
import { ask, assistantsOf, finishOf, nextRequest, serveFixtures, storedStep, textOf, toolResult, userMessage } from '../wire/harness.ts'
import { answerOfCompletion, answerOfStream, type RecordedAnswer } from './recorded-answer.ts'
import { type RecordedBody, readRecordedBodies, readRecordedRequests, replyWith } from './recorded-body.ts'
import { recordingsFolder } from './recordings-folder.ts'
import { tallyChecks } from './tally.ts'

interface Pair {
  request: string
  body: RecordedBody
  answer: RecordedAnswer
  accepted: AssistantRequestMessage
}

const server = serveFixtures()
const answers = readRecordedBodies(recordingsFolder).flatMap(body => {
  if (body.kind === 'stream') return [{ body, answer: answerOfStream(body.text) }]
  return body.kind === 'completion' ? [{ body, answer: answerOfCompletion(body.text) }] : []
})
const pairs: Pair[] = readRecordedRequests(recordingsFolder).flatMap(({ name, request }) =>
  assistantMessages(request).flatMap(accepted =>
    answers.filter(({ answer }) => repeats(accepted, answer)).map(({ body, answer }) => ({ request: name, body, answer, accepted }))
  )
)
const withDetails = pairs.filter(({ accepted }) => accepted.reasoning_details !== undefined)
tallyChecks(() => `${pairs.length} accepted requests that repeat an answer, ${withDetails.length} of them with its reasoning details`)

function assistantMessages(request: unknown): AssistantRequestMessage[] {
  const { messages = [] } = request as { messages?: { role: string }[] }
  return messages.filter((message): message is AssistantRequestMessage => message.role === 'assistant')
}

function repeats(message: AssistantRequestMessage, answer: RecordedAnswer): boolean {
  const ids = (message.tool_calls ?? []).map(({ id }) => id)
  if (ids.length > 0) return ids.join() === answer.calls.map(({ id }) => id).join()
  return answer.calls.length === 0 && answer.text !== '' && plainText(message.content) === answer.text
}

function plainText(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : ''
  return content.map(part => (part as { text?: string }).text ?? '').join('')
}

test('there are pairs', () => {
  expect(pairs.length).toBeGreaterThan(0)
})

test.each(pairs)('$body.name in $request', async ({ body, answer, accepted }) => {
  const model = answer.model ?? 'acme/model'
  server.on('/chat/completions', replyWith(body))
  const outcome = await ask(server, { openRouterModelId: model })
  expect(textOf(outcome)).toBe(plainText(accepted.content))
  const { toolCalls, details } = finishOf(outcome)
  const history = [userMessage('Hello'), storedStep(outcome, model), ...toolCalls.map(({ id }) => toolResult(id, 'x')), userMessage('More')]
  const [sent] = assistantsOf(await nextRequest(server, model, history))
  expect(plainText(sent?.content)).toBe(plainText(accepted.content))
  const calls = (message: AssistantRequestMessage | undefined) => message?.tool_calls?.map(({ id, function: call }) => ({ id, ...call }))
  expect(calls(sent)).toEqual(calls(accepted))
  // Clients that lose reasoning details are answered all the same; one that sent them says what is accepted.
  if (accepted.reasoning_details) expect(details).toEqual(accepted.reasoning_details)
  expect(sent?.reasoning_details ?? []).toEqual(details)
})
