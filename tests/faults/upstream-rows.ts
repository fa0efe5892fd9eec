import type { FaultRow } from './table.ts'

/** What an upstream, or a tool, can do to an answer. */
export const upstreamRows: FaultRow[] = [
  {
    row: 1,
    fault: '400: bad parameters, context too long',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F01 400, a request that is not accepted' },
      { file: 'tests/faults/refusals.test.ts', title: 'F01 400, a conversation that is too long: by how much, and what helps' }
    ]
  },
  {
    row: 2,
    fault: '401: bad key',
    provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F02 401, a key that is not accepted: the settings' }]
  },
  {
    row: 3,
    fault: '402: no credit',
    provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F03 402, no credit: where to buy it, and what the rest is enough for' }]
  },
  // DESIGN: a wait of more than 30 s is counted down on the page.
  {
    row: 4,
    fault: '402: credit held by running answers',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F04 402, credit held by running answers: waited for once' },
      { file: 'tests/faults/refusals.test.ts', title: 'F04 402, credit held for more than 30 s: the user decides' },
      { file: 'tests/e2e/failure.spec.ts', title: 'a wait is counted down, and the question asked again by itself' }
    ]
  },
  {
    row: 5,
    fault: '402 as JSON with status 200',
    provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F05 402 as JSON with status 200' }]
  },
  {
    row: 6,
    fault: '403: moderation',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F06 403, moderation: what was flagged' },
      { file: 'tests/e2e/failure.spec.ts', title: 'moderation shows what was flagged, and the details name the call' }
    ]
  },
  {
    row: 7,
    fault: '403: budget or guardrail',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F07 403, a guardrail of the workspace: not tried again' },
      { file: 'tests/faults/refusals.test.ts', title: 'F07 403, a budget of the key: when it is full again, and not tried again' }
    ]
  },
  {
    row: 8,
    fault: '404: model gone',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F08 404, a model that is gone: what OpenRouter offers instead' },
      { file: 'tests/e2e/failure.spec.ts', title: 'a model that is gone: one that OpenRouter names answers, and is chosen from then on' }
    ]
  },
  { row: 9, fault: '408', provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F09 408: twice more, each try in the ledger' }] },
  { row: 10, fault: '413', provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F10 413, too large' }] },
  { row: 11, fault: '422', provenBy: [{ file: 'tests/faults/refusals.test.ts', title: 'F11 422' }] },
  {
    row: 12,
    fault: '429 with Retry-After',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F12 429 for a second: waited for, then answered' },
      { file: 'tests/faults/refusals.test.ts', title: 'F12 429 for a minute: told, not slept' },
      { file: 'tests/faults/refusals.test.ts', title: 'F12 429 until a date: told, not slept' },
      { file: 'tests/faults/refusals.test.ts', title: 'F12 429 with a wait that is no wait: the metadata says how long' },
      { file: 'tests/e2e/failure.spec.ts', title: 'a wait is counted down, and the question asked again by itself' }
    ]
  },
  {
    row: 13,
    fault: '500, 502, 503, 504, 524, 529',
    provenBy: [
      { file: 'tests/faults/refusals.test.ts', title: 'F13 500' },
      { file: 'tests/faults/refusals.test.ts', title: 'F13 502: the provider, not your network' },
      { file: 'tests/faults/refusals.test.ts', title: 'F13 503' },
      { file: 'tests/faults/refusals.test.ts', title: 'F13 504' },
      { file: 'tests/faults/refusals.test.ts', title: 'F13 524' },
      { file: 'tests/faults/refusals.test.ts', title: 'F13 529' }
    ]
  },
  {
    row: 14,
    fault: 'no DNS, refused, TLS error, offline',
    provenBy: [
      { file: 'tests/faults/our-own.test.ts', title: 'F14 a closed port' },
      { file: 'tests/faults/our-own.test.ts', title: 'F14 a name that does not resolve' },
      { file: 'tests/faults/our-own.test.ts', title: 'F14 a certificate that nobody vouches for' },
      { file: 'tests/faults/our-own.test.ts', title: 'F14 TLS with somebody who does not speak it' },
      {
        file: 'tests/faults/our-own.test.ts',
        title: 'F14 a connection that does not come about: given up after ten seconds, not tried again, not billed'
      }
    ]
  },
  {
    row: 15,
    fault: 'no headers',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F15 no headers: asked once more, then given up' },
      { file: 'tests/wire/timeouts.test.ts', title: 'no headers in 30 s: tried once more, then a timeout' }
    ]
  },
  {
    row: 16,
    fault: 'headers, then comments only',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F16 headers, then comments only' },
      { file: 'tests/wire/timeouts.test.ts', title: 'comments without content end after 180 s' }
    ]
  },
  {
    row: 17,
    fault: 'silence before the first token',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F17 headers, then nothing' }]
  },
  {
    row: 18,
    fault: 'stall in the middle, comments go on',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F18 an answer that stands still while comments go on' },
      { file: 'tests/wire/timeouts.test.ts', title: 'an answer that stands still ends after 90 s' }
    ]
  },
  {
    row: 19,
    fault: 'stall in the middle, no bytes',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F19 an answer that stands still without a byte' },
      { file: 'tests/wire/timeouts.test.ts', title: 'silence in the middle ends after 60 s, with what came' }
    ]
  },
  {
    row: 20,
    fault: 'an answer without end',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F20 an answer without end' },
      { file: 'tests/wire/timeouts.test.ts', title: 'an answer without end is ended after 15 min' }
    ]
  },
  {
    row: 21,
    fault: 'clean end without finish',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F21 a clean end without a finish is no end' }]
  },
  {
    row: 22,
    fault: 'finish and usage without [DONE]',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F22 a finish and usage without [DONE] are an end' }]
  },
  {
    row: 23,
    fault: 'reset in the middle',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F23 a connection that is reset: nothing is sent again' }]
  },
  {
    row: 24,
    fault: 'error chunk in the middle',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F24 an error in the middle: its type and its provider are told' }]
  },
  {
    row: 25,
    fault: 'error chunk without choices',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F25 an error in the middle, without choices' }]
  },
  {
    row: 26,
    fault: 'finish_reason "error" alone',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F26 "error" as the only reason, behind words: the native reason is told' },
      { file: 'tests/faults/broken-streams.test.ts', title: 'F26 "error" as the only reason, before any word: asked again (DESIGN §4.9)' }
    ]
  },
  {
    row: 27,
    fault: 'malformed JSON event',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F27 an event that is no JSON: nothing behind it is read' }]
  },
  {
    row: 28,
    fault: 'HTML with status 200',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F28 a page instead of an answer' }]
  },
  {
    row: 29,
    fault: 'empty 200',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F29 an empty 200: asked again, then never begun' },
      { file: 'tests/faults/broken-streams.test.ts', title: 'F29 an end without a word is no answer' }
    ]
  },
  {
    row: 30,
    fault: 'invalid UTF-8',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F30 bytes that are no UTF-8 become U+FFFD' }]
  },
  {
    row: 31,
    fault: 'UTF-8 cut byte by byte',
    provenBy: [
      { file: 'tests/faults/odd-answers.test.ts', title: 'F31 UTF-8 byte by byte' },
      { file: 'tests/wire/framing.test.ts', title: 'D01 a character of four bytes comes whole, wherever it is cut' }
    ]
  },
  { row: 32, fault: 'CRLF', provenBy: [{ file: 'tests/faults/odd-answers.test.ts', title: 'F32 lines that end in CRLF' }] },
  // One event up to 28 MiB is read: images come as base64 within one. Of text an answer holds 4 MiB.
  {
    row: 33,
    fault: 'huge chunk',
    provenBy: [
      { file: 'tests/faults/broken-streams.test.ts', title: 'F33 an event above the limit: what came before it is kept' },
      {
        file: 'tests/faults/broken-streams.test.ts',
        title: 'F33 an answer of more than 4 MiB of text: what fits is kept, and no more is asked for'
      },
      { file: 'tests/wire/framing.test.ts', title: 'one event above 28 MiB ends the answer as too_large, with what came before' }
    ]
  },
  {
    row: 34,
    fault: 'finish and usage twice',
    provenBy: [{ file: 'tests/faults/odd-answers.test.ts', title: 'F34 finish and usage twice: one row, paid once' }]
  },
  {
    row: 35,
    fault: '__proto__ in a chunk',
    provenBy: [
      { file: 'tests/faults/odd-answers.test.ts', title: 'F35 a prototype key in an event: no answer of the API, what came is kept' }
    ]
  },
  {
    row: 36,
    fault: 'no usage',
    provenBy: [
      { file: 'tests/faults/odd-answers.test.ts', title: 'F36 no usage: the cost is pending, then looked up' },
      { file: 'tests/faults/odd-answers.test.ts', title: 'F36 no usage and nobody who knows: unknown, never nothing' }
    ]
  },
  {
    row: 37,
    fault: '/generation not found for a while',
    provenBy: [{ file: 'tests/faults/odd-answers.test.ts', title: 'F37 a generation that is not found for a while' }]
  },
  {
    row: 38,
    fault: 'finish "length"',
    provenBy: [{ file: 'tests/faults/odd-answers.test.ts', title: 'F38 an answer cut at the token limit is an answer' }]
  },
  {
    row: 39,
    fault: 'finish "content_filter"',
    provenBy: [{ file: 'tests/faults/odd-answers.test.ts', title: 'F39 an answer cut by a filter: what came is kept' }]
  },
  // DESIGN: the stream came to its proper end, so it failed and has a code of its own.
  {
    row: 40,
    fault: 'tool arguments cut off',
    provenBy: [
      { file: 'tests/faults/odd-answers.test.ts', title: 'F40 tool arguments that are cut off: the tool never runs, no further step' }
    ]
  },
  // With the built-in tools; there is no other kind.
  {
    row: 41,
    fault: 'tool slow, dead, or with a huge answer',
    provenBy: [
      { file: 'tests/faults/our-own.test.ts', title: 'F41 that takes too long is told to the model once, and the answer goes on' },
      { file: 'lib/tools/execute-tool.test.ts', title: 'a result over the limit is cut and says so' },
      { file: 'lib/tools/execute-tool.test.ts', title: 'an endless calculation ends' }
    ]
  },
  {
    row: 42,
    fault: 'reasoning, then reset',
    provenBy: [{ file: 'tests/faults/broken-streams.test.ts', title: 'F42 a reset behind a thought: the thought is kept' }]
  }
]
