import { call, citation, encrypted, type OracleFixture, opening, signed, sum } from './oracle-fixtures.ts'
import type { Reading } from './oracle-readers.ts'
import type { SentBack } from './oracle-replay.ts'
import { answer, chunk, done, ending, events, keepAlive, streamReply, text, thought, toolCall, usageOf } from './stream.ts'

/** An answer of which the package makes something else: in these fields, and in no other. */
export interface OracleDifference extends OracleFixture {
  reason: string
  theirs: Partial<Reading>
}

const calls = ending('tool_calls')
const strict = 'its schema refuses the whole chunk'
const nullReasoningTokens = usageOf({ completion_tokens_details: { reasoning_tokens: null } })
const mergedBlocks = [{ type: 'reasoning.text', text: 'AB', signature: 'sigA', format: 'anthropic-claude-v1', index: 0 }]
const serverToolCall = {
  type: 'reasoning.server_tool_call',
  tool_name: 'web_search',
  arguments: '{}',
  result: 'x',
  format: 'openai-responses-v1',
  index: 0
}

export const differences: OracleDifference[] = [
  {
    name: 'a choice that failed without saying why',
    reason: 'only a top-level error object is an error to it',
    reply: answer(chunk({}, { finish: 'error', native: 'MALFORMED_FUNCTION_CALL' })),
    theirs: { failed: false, finish: 'other' }
  },
  {
    name: 'a choice with an error',
    reason: 'only a top-level error object is an error to it',
    reply: answer(text('Hel'), chunk({}, { finish: 'error', choiceError: { code: 502, message: 'Bad gateway' } })),
    theirs: { failed: false, finish: 'other' }
  },
  {
    name: 'an error with usage beside it',
    reason: 'it reads nothing else of a chunk that has an error',
    reply: answer(
      text('Hel'),
      chunk({}, { finish: 'length' }),
      chunk({}, { error: { code: 400, message: 'Token limit' }, usage: usageOf() })
    ),
    theirs: { promptTokens: undefined, outputTokens: undefined }
  },
  {
    name: 'a cut in the text',
    reason: 'the end of the body is the end of the answer to it',
    reply: streamReply(events(text('Hel'))),
    theirs: { failed: false, finish: 'other' }
  },
  {
    name: 'a cut in the arguments',
    reason: 'it completes the call with {}, and the tool runs',
    reply: streamReply(events(opening, toolCall(0, { arguments: '{"path": "/ho' }))),
    theirs: { failed: false, finish: 'tool-calls', calls: [{ name: 'add', input: {} }] }
  },
  {
    name: 'comments and nothing else',
    reason: 'the end of the body is the end of the answer to it',
    reply: streamReply(events(keepAlive, keepAlive)),
    theirs: { failed: false, finish: 'other' }
  },
  {
    name: 'a JSON error with status 200',
    reason: 'it looks for events only',
    reply: { body: '{"id":"gen-1","error":{"code":503,"message":"Overloaded"}}' },
    theirs: { failed: false, finish: 'other' }
  },
  {
    name: 'an event that is no JSON',
    reason: 'it goes on after the error',
    reply: streamReply(`${events(text('Hi'))}data: {"choices"\n\n${events(ending(), done)}`),
    theirs: { finish: 'stop', promptTokens: 10, outputTokens: 20 }
  },
  {
    name: 'an error that is null',
    reason: 'the key is an error to it',
    reply: answer(text('Hi', { error: null }), ending()),
    theirs: { failed: true, text: '' }
  },
  {
    name: 'a cost that is null',
    reason: strict,
    reply: answer(text('Hi'), ending('stop', usageOf({ cost: null }))),
    theirs: { failed: true, finish: 'error', promptTokens: undefined, outputTokens: undefined }
  },
  {
    name: 'text beside counts that are null',
    reason: strict,
    reply: answer(text('Hi', { finish: 'stop', usage: nullReasoningTokens })),
    theirs: { failed: true, finish: 'error', text: '', promptTokens: undefined, outputTokens: undefined }
  },
  {
    name: 'a citation without a title',
    reason: strict,
    reply: answer(chunk({ annotations: [citation(null)] }), text('Hi'), ending()),
    theirs: { failed: true, sources: [] }
  },
  {
    name: 'an annotation of another type',
    reason: strict,
    reply: answer(chunk({ content: 'Hi', annotations: [{ type: 'map_pin', at: 1 }] }), ending()),
    theirs: { failed: true, text: '' }
  },
  {
    name: 'two signed blocks under one index',
    reason: 'it joins neighbours of one type and keeps the first signature',
    reply: answer(...signed('A', 'sigA'), ...signed('B', 'sigB'), text('Hi'), ending()),
    theirs: { details: mergedBlocks }
  },
  {
    name: 'two signed blocks',
    reason: 'it joins neighbours of one type and keeps the first signature',
    reply: answer(...signed('A', 'sigA'), ...signed('B', 'sigB', 1), text('Hi'), ending()),
    theirs: { details: mergedBlocks }
  },
  {
    name: 'a server tool call among the details',
    reason: 'it drops types that it does not know',
    reply: answer(thought(serverToolCall), text('Hi'), ending()),
    theirs: { details: [] }
  },
  {
    name: 'a type of the future',
    reason: 'it drops types that it does not know',
    reply: answer(thought({ type: 'reasoning.future', weight: 1, format: 'unknown', index: 0 }), text('Hi'), ending()),
    theirs: { details: [] }
  },
  {
    name: 'a format that it does not know',
    reason: 'it drops formats that it does not know',
    reply: answer(thought({ ...encrypted, format: 'meta-responses-v1' }), text('Hi'), ending()),
    theirs: { details: [] }
  },
  {
    name: 'the placeholder of Grok 4',
    reason: 'we hide it: it says nothing',
    model: 'x-ai/grok-4',
    reply: answer(chunk({ reasoning: 'Thinking...' }), text('Hi'), ending()),
    theirs: { reasoning: 'Thinking...' }
  },
  {
    name: 'pieces that look complete',
    reason: 'it runs a call as soon as its arguments are JSON',
    reply: answer(opening, toolCall(0, { arguments: '1' }), toolCall(0, { arguments: '23' }), calls),
    theirs: { calls: [{ name: 'add', input: 1 }] }
  },
  {
    name: 'calls that all have number 0',
    reason: 'the number is all it tells calls apart by',
    reply: answer(call, toolCall(0, { id: 'call_2', name: 'add', arguments: '{"a":5}' }), calls),
    theirs: { calls: [{ name: 'add', input: { a: 2, b: 3 } }] }
  },
  {
    name: 'a call without an id',
    reason: 'it insists on one',
    reply: answer(toolCall(0, { name: 'add', arguments: sum }), calls),
    theirs: { failed: true, finish: 'error', calls: [], promptTokens: undefined, outputTokens: undefined }
  },
  {
    name: 'a call and no reason',
    reason: 'it makes one up',
    reply: answer(call, { ...chunk({}), choices: [], usage: usageOf() }),
    theirs: { finish: 'tool-calls' }
  }
]

/** By the name of an agreed fixture: what its next request loses with the package, which read it well. */
export const losses: Record<string, { reason: string; theirs: Partial<SentBack>; warning?: RegExp }> = {
  'an encrypted entry alone': { reason: 'details hang on reasoning text or a call, and there is none', theirs: { details: [] } },
  'an encrypted entry after the text': { reason: 'details hang on reasoning text or a call, and there is none', theirs: { details: [] } },
  'open reasoning of no format': {
    reason: 'without a format it counts as an unsigned block of Anthropic',
    theirs: { details: [] },
    warning: /signature/i
  },
  'arguments with spaces': {
    reason: 'arguments are parsed and written anew',
    theirs: { calls: [{ id: 'call_1', name: 'add', arguments: '{"a":2,"b":3}' }] }
  }
}
