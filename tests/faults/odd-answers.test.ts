/** The fault table, rows 31 to 40: what is stored, called, billed and said of answers that come in an odd way. */
import { describe, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { expectFault, type Fault, titled } from './faulty-turn.ts'

const never = { text: 'Never.' }
const emoji = 'Well 👩‍👩‍👧‍👦, naïve 𝄞 words'
const whole = { status: 'complete', hits: 1, ledger: ['paid'] } as const

/** Events as a provider sends them, each in its own line. */
function events(id: string, ...lines: (object | string)[]): Fault['steps'][number] {
  const common = { id, model: 'm', provider: 'P' }
  return { framing: { rawLines: lines.map(line => (typeof line === 'string' ? line : JSON.stringify({ ...common, ...line }))) } }
}

const content = (text: string) => ({ choices: [{ index: 0, delta: { content: text } }] })
const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: 0.001 } }

/** Rows 31, 32 and 34 to 40: answers that come in an odd shape or end in an odd way. */
const oddAnswers: Fault[] = [
  { title: 'F31 UTF-8 byte by byte', steps: [{ text: emoji, framing: { bytes: 'byte' } }, never], ...whole, text: emoji },
  { title: 'F32 lines that end in CRLF', steps: [{ text: emoji, framing: { crlf: true } }, never], ...whole, text: emoji },
  {
    title: 'F34 finish and usage twice: one row, paid once',
    steps: [events('gen-twice', content('Hello'), finish, finish, usage, usage, 'data: [DONE]'), never],
    ...whole,
    text: 'Hello'
  },
  {
    title: 'F35 a prototype key in an event: no answer of the API, what came is kept',
    steps: [
      events('gen-proto', content('Hell'), '{"id":"gen-proto","__proto__":{"polluted":true},"choices":[]}', content('o'), finish),
      never
    ],
    status: 'failed',
    code: 'upstream_bad_data',
    text: 'Hell',
    hits: 1,
    ledger: ['paid'],
    card: ['Unreadable answer', 'retry', 'continue', 'Other model']
  },
  {
    title: 'F36 no usage: the cost is pending, then looked up',
    steps: [{ text: 'Hello', usage: null }, never],
    ...whole,
    text: 'Hello'
  },
  {
    title: 'F36 no usage and nobody who knows: unknown, never nothing',
    steps: [{ text: 'Hello', usage: null, generation: { status: 404 } }, never],
    ...whole,
    ledger: ['unknown'],
    text: 'Hello'
  },
  {
    title: 'F37 a generation that is not found for a while',
    steps: [{ text: 'Hello', usage: null, generation: { notFound: 9 } }, never],
    ...whole,
    text: 'Hello'
  },
  {
    title: 'F38 an answer cut at the token limit is an answer',
    steps: [{ text: 'Hello', finishReason: 'length' }, never],
    ...whole,
    text: 'Hello'
  },
  {
    title: 'F39 an answer cut by a filter: what came is kept',
    steps: [{ text: 'Well', finishReason: 'content_filter' }, never],
    status: 'failed',
    code: 'filtered',
    text: 'Well',
    hits: 1,
    ledger: ['paid'],
    card: ['Stopped by Anthropic’s filter', 'edit', 'retry', 'Other model']
  },
  {
    // DESIGN decided otherwise than RELIABILITY: the stream ended properly, so it is a failure with a code of its own.
    title: 'F40 tool arguments that are cut off: the tool never runs, no further step',
    steps: [{ text: 'Hello', toolCalls: [{ name: 'calculator', arguments: '{"expression":' }] }, never],
    status: 'failed',
    code: 'tool_arguments_invalid',
    text: 'Hello',
    hits: 1,
    ledger: ['paid'],
    card: ['Broken tool call', 'retry', 'Other model']
  }
]

describe('odd answers', () => {
  useDatabase()

  test.each(titled(oddAnswers))('%s', (_title, fault) => expectFault(fault))
})
