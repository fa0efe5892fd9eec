/** Recorded answers through the provider package as well: it makes the same of them, but for what is listed here. */
import { expect, test } from 'vitest'
import { serveFixtures } from '../wire/harness.ts'
import { expectDifference, type Reading, readByHandler, readByPackage } from '../wire/oracle-readers.ts'
import { answerOfCompletion, answerOfStream, type RecordedAnswer } from './recorded-answer.ts'
import { readRecordedBodies, replyWith } from './recorded-body.ts'
import { recordingsFolder } from './recordings-folder.ts'
import { tallyChecks } from './tally.ts'

const server = serveFixtures()
const bodies = readRecordedBodies(recordingsFolder).flatMap(body => {
  if (body.kind === 'stream') return [{ body, answer: answerOfStream(body.text) }]
  return body.kind === 'completion' ? [{ body, answer: answerOfCompletion(body.text) }] : []
})
const different = bodies.filter(({ answer }) => Object.keys(differenceIn(answer)).length > 0)
tallyChecks(() => `${bodies.length} chat bodies through the provider package too, ${different.length} of them with a known difference`)

/** What the package makes of an answer where it is known to differ; see tests/wire/oracle-differences.ts for the others. */
function differenceIn(answer: RecordedAnswer): Partial<Reading> {
  // It reads nothing else of a chunk that has an error.
  if (answer.error) return answer.usages.length > 0 ? { promptTokens: undefined, outputTokens: undefined } : {}
  // We show the string, the package the details; they say the same unless somebody edited one of them.
  const told = answer.details.map(detail => detail.text ?? detail.summary ?? '').join('')
  return told !== '' && told !== answer.reasoning ? { reasoning: told } : {}
}

test('there are some that it reads in full', () => {
  expect(bodies.length - different.length).toBeGreaterThan(0)
})

test.each(bodies)('$body.name', async ({ body, answer }) => {
  const question = {
    baseUrl: server.baseUrl,
    key: 'sk-or-v1-oracle',
    model: answer.model ?? 'acme/model',
    tools: answer.calls.map(({ name }) => name)
  }
  server.on('/chat/completions', replyWith(body))
  const theirs = await readByPackage(question, { whole: body.kind === 'completion' })
  expectDifference<Reading>(await readByHandler(question), theirs, differenceIn(answer))
})
