/** Bytes of an answer → the body of the next request, through what a row keeps in between. */
import { describe, expect, test } from 'vitest'
import type { HistoryMessage } from '../../lib/openrouter/replay.ts'
import type { ChatRequestMessage } from '../../lib/openrouter/request.ts'
import { claudeSignature, claudeText, claudeThinkingTool, claudeTwoBlocks, claudeVertex, haiku } from './fixtures/anthropic.ts'
import { bodyOf } from './fixtures/body-of.ts'
import { shown, told } from './fixtures/expected-chunks.ts'
import { failure, failureOf } from './fixtures/expected-failures.ts'
import { opaqueOf } from './fixtures/filler.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { geminiFollowUp, geminiParallelTools, geminiSignedEmptyText, geminiText } from './fixtures/gemini.ts'
import { unknownDetails } from './fixtures/odd-answers.ts'
import { minimaxNullFormat } from './fixtures/open-models.ts'
import { gpt5SummaryTool, gpt52Interleaved, o3EncryptedOnly } from './fixtures/openai.ts'
import { ask, collect, finishOf, nextRequest, openHandler, serveFixtures, storedStep, textOf, toolResult, userMessage } from './harness.ts'
import { answer, ending, events, streamReply, text, thought, toolCall } from './stream.ts'

const server = serveFixtures()

/** Plays a fixture, whose chunks must be all there is, and answers with its step as a row keeps it. */
async function playedStep(fixture: Fixture): Promise<HistoryMessage> {
  server.on('/chat/completions', streamReply(bodyOf(fixture)))
  const outcome = await ask(server, { openRouterModelId: fixture.model })
  expect(outcome.chunks).toEqual(fixture.chunks)
  return storedStep(outcome, fixture.model)
}

/**
 * Plays a fixture and asks on. The whole next request must be the question, the answer as given here, its results and
 * the second question; the answer to the byte.
 */
async function expectReplay(fixture: Fixture, assistant: ChatRequestMessage, ...results: HistoryMessage[]): Promise<void> {
  const step = await playedStep(fixture)
  const request = await nextRequest(server, fixture.model, [userMessage('Hello'), step, ...results, userMessage('And now?')])
  expect(request).toEqual({
    model: fixture.model,
    messages: [userMessage('Hello'), assistant, ...results, userMessage('And now?')],
    stream: true
  })
  expect(JSON.stringify(request.messages[1])).toBe(JSON.stringify(assistant))
}

function calls(...given: [id: string, name: string, text: string][]) {
  return given.map(([id, name, text]) => ({ id, type: 'function' as const, function: { name, arguments: text } }))
}

describe('the next request carries the reasoning', () => {
  test('D21 encrypted only: the one entry, unchanged, and no reasoning beside it', async () => {
    const { detail } = o3EncryptedOnly
    expect(detail.data).toHaveLength(1164)
    await expectReplay(o3EncryptedOnly, { role: 'assistant', content: o3EncryptedOnly.text, reasoning_details: [detail] })
  })

  test('D22 a signed thought before a tool call: text and signature in one entry', async () => {
    const { details, toolCall: call } = claudeThinkingTool
    const [entry] = details
    expect([entry?.text.length, entry?.signature.length]).toEqual([388, 752])
    await expectReplay(
      claudeThinkingTool,
      {
        role: 'assistant',
        content: null,
        tool_calls: calls([call.id, 'weather', '{"location": "Oslo"}']),
        reasoning_details: [
          { type: 'reasoning.text', text: entry?.text, format: 'anthropic-claude-v1', index: 0, signature: entry?.signature }
        ]
      },
      toolResult(call.id, '18 °C')
    )
  })

  test('D23 a summary and its encrypted twin share an index and stay two', async () => {
    const { details, toolCall: call } = gpt5SummaryTool
    const [summary, twin] = details
    expect([String(summary?.summary).length, String(twin?.data).length]).toEqual([409, 1400])
    await expectReplay(
      gpt5SummaryTool,
      {
        role: 'assistant',
        content: null,
        tool_calls: calls([call.id, 'run_me', '{"foo":"bar"}']),
        reasoning_details: [
          { type: 'reasoning.summary', summary: summary?.summary, format: 'openai-responses-v1', index: 0 },
          {
            type: 'reasoning.encrypted',
            data: twin?.data,
            format: 'openai-responses-v1',
            id: 'rs_0aae8bdb3a1dcf410169aaea1dccd48194a7e579fc7c5b6dd1',
            index: 0
          }
        ]
      },
      toolResult(call.id, 'done')
    )
  })

  test('D24 one signature for two parallel calls keeps pointing at the first', async () => {
    const { ids, signature } = geminiParallelTools
    expect(signature).toMatchObject({ id: ids[0], data: expect.stringMatching(/^EjQKMgEM.{64}$/) })
    await expectReplay(
      geminiParallelTools,
      {
        role: 'assistant',
        content: null,
        tool_calls: calls([ids[0], 'add', '{"a": 2, "b": 3}'], [ids[1], 'multiply', '{"b": 5, "a": 4}']),
        reasoning_details: [signature]
      },
      toolResult(ids[0], '5'),
      toolResult(ids[1], '20')
    )
  })

  test.each([geminiText, geminiFollowUp])('D25 a signature that comes after the text belongs to that text: $name', async fixture => {
    expect(fixture.signature).not.toHaveProperty('id')
    await expectReplay(fixture, { role: 'assistant', content: textOfFixture(fixture), reasoning_details: [fixture.signature] })
  })

  test('D26 a signed entry without text gets none', async () => {
    const { detail } = geminiSignedEmptyText
    expect(detail).not.toHaveProperty('text')
    await expectReplay(geminiSignedEmptyText, { role: 'assistant', content: 'Four.', reasoning_details: [detail] })
  })

  test('D27 seven interleaved entries stay seven, in order', async () => {
    const { details } = gpt52Interleaved
    expect(details.map(({ type, index }) => [type, index])).toEqual([
      ['reasoning.encrypted', 0],
      ['reasoning.summary', 1],
      ['reasoning.encrypted', 2],
      ['reasoning.summary', 3],
      ['reasoning.encrypted', 4],
      ['reasoning.summary', 5],
      ['reasoning.encrypted', 6]
    ])
    await expectReplay(gpt52Interleaved, { role: 'assistant', content: 'Found it.', reasoning_details: details })
  })

  test.each([0, 1] as const)('D28 two signed blocks stay two, the second under index %i', async second => {
    const fixture = claudeTwoBlocks(second)
    const [first, other] = fixture.details
    await expectReplay(fixture, {
      role: 'assistant',
      content: 'Done.',
      reasoning_details: [
        { type: 'reasoning.text', text: 'A1 A2', format: 'anthropic-claude-v1', index: 0, signature: first?.signature },
        { type: 'reasoning.text', text: 'B', format: 'anthropic-claude-v1', index: second, signature: other?.signature }
      ]
    })
  })

  test('D29 a format of null stays null', async () => {
    await expectReplay(minimaxNullFormat, {
      role: 'assistant',
      content: minimaxNullFormat.text,
      reasoning_details: [
        { type: 'reasoning.text', text: 'The user says hello. I should answer in a helpful manner.', index: 0, format: null }
      ]
    })
  })

  test('D30 unknown types, formats and keys go back verbatim, in their place', async () => {
    await expectReplay(unknownDetails, { role: 'assistant', content: 'Done.', reasoning_details: unknownDetails.details })
  })

  test('D31 an empty signature at the start is a place for the real one', async () => {
    const [entry] = claudeVertex.details
    expect(entry?.signature).toHaveLength(304)
    await expectReplay(claudeVertex, {
      role: 'assistant',
      content: '2 + 2 = 4',
      reasoning_details: [
        { type: 'reasoning.text', text: entry?.text, signature: entry?.signature, format: 'anthropic-claude-v1', index: 0 }
      ]
    })
  })

  test('D32 three turns of tools: every step goes back with its own reasoning, calls and results', async () => {
    const history: HistoryMessage[] = []
    const expected: ChatRequestMessage[] = []
    for (const [index, name] of ['first', 'second', 'third'].entries()) {
      const signature = opaqueOf(`Eq${index}ECkgI`, 240)
      const id = `toolu_bdrk_01${name}`
      const ask3 = userMessage(`Do the ${name}.`)
      server.on(
        '/chat/completions',
        answer(
          thought(claudeText(`I need ${name}.`)),
          thought(claudeSignature(signature)),
          toolCall(0, { id, name, arguments: `{"n": ${index}}` }),
          ending('tool_calls')
        ),
        answer(text(`That was the ${name}.`), ending('stop'))
      )
      const step = storedStep(await ask(server, { openRouterModelId: haiku }), haiku)
      const closing = storedStep(await ask(server, { openRouterModelId: haiku }), haiku)
      history.push(ask3, step, toolResult(id, `${name} done`), closing)
      expected.push(
        ask3,
        {
          role: 'assistant',
          content: null,
          tool_calls: calls([id, name, `{"n": ${index}}`]),
          reasoning_details: [{ type: 'reasoning.text', text: `I need ${name}.`, format: 'anthropic-claude-v1', index: 0, signature }]
        },
        { role: 'tool', tool_call_id: id, content: `${name} done` },
        { role: 'assistant', content: `That was the ${name}.` }
      )
    }
    const request = await nextRequest(server, haiku, [...history, userMessage('Thanks.')])
    expect(request).toEqual({ model: haiku, messages: [...expected, userMessage('Thanks.')], stream: true })
  })

  test('D33 a thought that was cut before its signature stays behind, its text goes', async () => {
    server.on('/chat/completions', streamReply(events(thought(claudeText('Half a')), text('Partial answer'))))
    const cut = await collect(openHandler(server, { openRouterModelId: haiku }), [userMessage('Hello')])
    expect(cut.chunks).toEqual([...shown(claudeText('Half a')), ...told('Partial answer')])
    expect(failureOf(cut)).toEqual(
      failure({ phase: 'truncated', upstreamMessage: 'The answer was cut off.', providerName: 'Acme', retryable: true, body: null })
    )
    const { details } = cut.handler.partial
    expect(details).toEqual([claudeText('Half a')])
    const step: HistoryMessage = { role: 'assistant', content: textOf(cut), reasoning_details: details, sourceModel: haiku }
    const request = await nextRequest(server, haiku, [userMessage('Hello'), step, userMessage('Go on')])
    expect(request).toEqual({
      model: haiku,
      messages: [userMessage('Hello'), { role: 'assistant', content: 'Partial answer' }, userMessage('Go on')],
      stream: true
    })
    expect(step).toHaveProperty('reasoning_details', [claudeText('Half a')])
  })

  test('D33 of two thoughts only the unsigned one stays behind', async () => {
    const signed = { ...claudeText('Whole.'), signature: 'Eq0ECkgI' }
    const details = [signed, claudeText('Half a', 1)]
    const step: HistoryMessage = { role: 'assistant', content: 'Partial', reasoning_details: details, sourceModel: haiku }
    const request = await nextRequest(server, haiku, [userMessage('Hello'), step, userMessage('Go on')])
    const assistant = { role: 'assistant', content: 'Partial', reasoning_details: [signed] }
    expect(request).toEqual({ model: haiku, messages: [userMessage('Hello'), assistant, userMessage('Go on')], stream: true })
  })

  test('finish.details are copies: a caller may change them', async () => {
    server.on('/chat/completions', answer(thought(claudeText('A')), text('4'), ending()))
    const outcome = await ask(server)
    expect(Object.isFrozen(finishOf(outcome).details[0])).toBe(false)
  })
})

function textOfFixture({ chunks }: Fixture): string {
  return chunks.map(piece => (piece.type === 'text' ? piece.text : '')).join('')
}
