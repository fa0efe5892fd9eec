/** The fault table, rows 15 to 30, 33 and 42: what is stored, called, billed and said of a stream that breaks. */
import { describe, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { expectFault, type Fault, titled } from './faulty-turn.ts'

const never = { text: 'Never.' }
const words = 'Hello world'
const mebibyte = 1024 * 1024
const dropped = { status: 'interrupted', code: 'upstream_truncated', hits: 1, ledger: ['paid'] } as const
const goOn = ['continue', 'retry', 'Other model'] as const

/** Rows 15 to 20: an upstream that keeps us waiting, with limits of time that a test can wait for. */
const silences: Fault[] = [
  {
    title: 'F15 no headers: asked once more, then given up',
    steps: [{ delayMs: 60_000 }, { delayMs: 60_000 }, never],
    timeouts: { headersMs: 1000 },
    status: 'failed',
    code: 'upstream_timeout',
    hits: 2,
    ledger: ['unknown', 'unknown'],
    card: ['No answer in time', 'retry', 'Other model']
  },
  {
    title: 'F16 headers, then comments only',
    steps: [{ text: words, firstTokenMs: 60_000 }, never],
    timeouts: { firstContentMs: 1000 },
    status: 'interrupted',
    code: 'upstream_timeout',
    hits: 1,
    ledger: ['paid'],
    card: ['No answer in time', 'retry', 'Other model']
  },
  {
    title: 'F17 headers, then nothing',
    steps: [{ text: words, stall: { after: 0, seconds: 60 } }, never],
    timeouts: { silenceMs: 1000 },
    status: 'interrupted',
    code: 'upstream_timeout',
    hits: 1,
    ledger: ['paid'],
    card: ['No answer in time', 'retry', 'Other model']
  },
  {
    title: 'F18 an answer that stands still while comments go on',
    steps: [{ text: words, stall: { after: 1, seconds: 60, comments: true } }, never],
    timeouts: { stalledMs: 1500 },
    status: 'interrupted',
    code: 'stalled',
    text: 'Hell',
    hits: 1,
    ledger: ['paid'],
    card: ['The answer stopped', 'continue', 'retry', 'not Anthropic']
  },
  {
    title: 'F19 an answer that stands still without a byte',
    steps: [{ text: words, stall: { after: 1, seconds: 60 } }, never],
    timeouts: { silenceMs: 1000 },
    status: 'interrupted',
    code: 'stalled',
    text: 'Hell',
    hits: 1,
    ledger: ['paid'],
    card: ['The answer stopped', 'continue', 'retry', 'not Anthropic']
  },
  {
    title: 'F20 an answer without end',
    steps: [{ text: words, stall: { after: 1, seconds: 60, comments: true } }, never],
    timeouts: { totalMs: 5000 },
    status: 'interrupted',
    code: 'too_long',
    text: 'Hell',
    hits: 1,
    ledger: ['paid'],
    card: ['The answer took too long', 'continue', 'retry', 'timeouts']
  }
]

const metadata = { provider_name: 'Google Vertex', error_type: 'provider_unavailable', raw: '{"error":{"message":"Out of memory."}}' }
const failedInMid = {
  status: 'failed',
  code: 'upstream_error',
  text: 'Hell',
  hits: 1,
  ledger: ['nothing'],
  failure: { provider: 'Google Vertex', message: 'Out of memory.', status: 502 },
  card: ['Google Vertex failed', 'retry', 'continue', 'not Google Vertex']
} satisfies Partial<Fault>
const unreadable = { status: 'failed', code: 'upstream_bad_data', text: 'Hell', hits: 1, ledger: ['paid'] } as const

/** Rows 21 to 30 and 33 to 35: an answer that breaks off, or is none. */
const breaks: Fault[] = [
  {
    title: 'F21 a clean end without a finish is no end',
    steps: [{ text: words, error: { kind: 'E6_cut', after: 1 } }, never],
    ...dropped,
    text: 'Hell',
    card: ['The answer was cut off', ...goOn]
  },
  {
    title: 'F22 a finish and usage without [DONE] are an end',
    steps: [{ text: words, framing: { done: false } }, never],
    status: 'complete',
    text: words,
    hits: 1,
    ledger: ['paid']
  },
  {
    title: 'F23 a connection that is reset: nothing is sent again',
    steps: [{ text: words, error: { kind: 'E6_reset', after: 1 } }, never],
    ...dropped,
    text: 'Hell',
    card: ['The answer was cut off', ...goOn]
  },
  {
    title: 'F24 an error in the middle: its type and its provider are told',
    steps: [{ text: words, error: { kind: 'E1', after: 1, code: 502, metadata } }, never],
    ...failedInMid
  },
  {
    title: 'F25 an error in the middle, without choices',
    steps: [{ text: words, error: { kind: 'E3_no_choices', after: 1, code: 502, metadata } }, never],
    ...failedInMid
  },
  {
    title: 'F26 "error" as the only reason, behind words: the native reason is told',
    steps: [{ text: words, error: { kind: 'E4', after: 1, message: 'ENGINE_CRASH' } }, never],
    status: 'failed',
    code: 'upstream_error',
    text: 'Hell',
    hits: 1,
    ledger: ['nothing'],
    failure: { message: 'ENGINE_CRASH' },
    card: ['Anthropic failed', 'retry', 'continue', 'not Anthropic']
  },
  {
    title: 'F26 "error" as the only reason, before any word: asked again (DESIGN §4.9)',
    steps: [{ error: { kind: 'E4', after: 0, message: 'ENGINE_CRASH' } }, { text: 'Better.' }],
    status: 'complete',
    text: 'Better.',
    hits: 2,
    ledger: ['nothing', 'paid']
  },
  {
    title: 'F27 an event that is no JSON: nothing behind it is read',
    steps: [{ text: words, error: { kind: 'bad_json', after: 1 } }, never],
    ...unreadable,
    card: ['Unreadable answer', 'retry', 'continue', 'Other model']
  },
  {
    title: 'F28 a page instead of an answer',
    steps: [{ text: words, error: { kind: 'html' } }, never],
    ...unreadable,
    text: '',
    ledger: ['unknown'],
    card: ['Unreadable answer', 'retry', 'Other model']
  },
  {
    title: 'F29 an empty 200: asked again, then never begun',
    steps: [{ error: { kind: 'empty' } }, { error: { kind: 'empty' } }, { error: { kind: 'empty' } }, never],
    status: 'interrupted',
    code: 'upstream_truncated',
    hits: 3,
    ledger: ['paid', 'paid', 'paid'],
    card: ['The answer never began', 'retry', 'Other model']
  },
  {
    title: 'F29 an end without a word is no answer',
    steps: [{ text: '' }, never],
    status: 'failed',
    code: 'empty_response',
    hits: 1,
    ledger: ['paid'],
    card: ['Empty answer', 'retry', 'Other model']
  },
  {
    title: 'F30 bytes that are no UTF-8 become U+FFFD',
    steps: [{ text: 'Hell\ufffd world', framing: { invalidUtf8: true } }, never],
    status: 'complete',
    text: 'Hell\ufffd world',
    hits: 1,
    ledger: ['paid']
  },
  {
    title: 'F33 an event above the limit: what came before it is kept',
    steps: [{ framing: { hugeEventBytes: 30 * 1024 * 1024 } }, never],
    status: 'interrupted',
    code: 'too_large',
    hits: 1,
    ledger: ['paid'],
    card: ['Answer too large', 'edit', 'retry']
  },
  {
    title: 'F33 an answer of more than 4 MiB of text: what fits is kept, and no more is asked for',
    steps: [{ framing: { hugeEventBytes: 5 * mebibyte }, text: words }, never],
    status: 'interrupted',
    code: 'too_large',
    text: 'x'.repeat(4 * mebibyte),
    hits: 1,
    ledger: ['paid'],
    card: ['Answer too large', 'edit', 'retry']
  },
  {
    title: 'F42 a reset behind a thought: the thought is kept',
    steps: [{ reasoning: 'Because of this.', text: words, error: { kind: 'E6_reset', at: 'reasoning', after: 2 } }, never],
    ...dropped,
    thought: 'Because ',
    card: ['The answer was cut off', 'retry', 'Other model']
  }
]

describe('broken streams', () => {
  useDatabase()

  test.each(titled([...silences, ...breaks]))('%s', (_title, fault) => expectFault(fault))
})
