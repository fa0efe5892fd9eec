// Real: what draws a message, to a string; the AI SDK's reading of a stream. Scripted: what a hostile model writes (promise S4).
import { readUIMessageStream, type UIMessageChunk } from 'ai'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { AnswerNote } from '@/components/chat/answer-note.tsx'
import { ChatActionsContext } from '@/components/chat/chat-actions.ts'
import { AnswerParts } from '@/components/chat/parts/answer-parts.tsx'
import { Question } from '@/components/chat/question.tsx'
import { DrawnFormula } from '@/components/markdown/formula.tsx'
import { type CodeToken, readCode } from '@/components/markdown/highlight-engine.ts'
import { displayMark, inlineMark, markMath } from '@/components/markdown/mark-math.ts'
import { Markdown } from '@/components/markdown/markdown.tsx'
import { readFormula } from '@/components/markdown/math-engine.ts'
import { canColour } from '@/components/markdown/use-colouring.ts'
import { RawText } from '@/components/ui/raw-text.tsx'
import type { ChatMessage, MessageMetadata } from '@/lib/chat/message.ts'
import { corpus } from './corpus.ts'
import { elementCount, harmful } from './harmful.ts'
import { prefixesOf } from './prefixes.ts'

/** What a page with the longest text that is parsed at all may cost; far from what a browser can hold. */
const mostElements = 25_000

const metadata: MessageMetadata = { status: 'complete', parentId: null, createdAt: '2026-01-01T00:00:00.000Z' }
const message = (parts: ChatMessage['parts'], role: ChatMessage['role'] = 'assistant'): ChatMessage => ({ id: 'm', role, parts, metadata })
const drawnMessage = (of: ChatMessage, live = false) => renderToStaticMarkup(<AnswerParts message={of} live={live} />)
const nothing = () => undefined
const actions = { retry: nothing, stopCounting: nothing, goOn: nothing, showBranchOf: nothing, editQuestion: nothing, openModels: nothing }
const drawnQuestion = (of: ChatMessage) =>
  renderToStaticMarkup(
    <ChatActionsContext value={actions}>
      <Question message={of} ordinal={1} siblings={null} />
    </ChatActionsContext>
  )

test('the corpus has a name for each of its payloads, and every kind of threat', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60)
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  expect(new Set(corpus.map(({ text }) => text)).size).toBe(corpus.length)
  expect([...new Set(corpus.map(({ row }) => row))]).toEqual(['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9'])
})

test('what is held to be harmful is', () => {
  expect(harmful('<img src="https://evil.test">')).not.toEqual([])
  expect(harmful('<a href="javascript:1">x</a>')).not.toEqual([])
  expect(harmful('<a href="https://bank.com@evil.test/">x</a>')).not.toEqual([])
  expect(harmful('<p id="body" onclick="1">x</p>')).toHaveLength(2)
  expect(harmful('<p>a < b</p>')).not.toEqual([])
  expect(harmful('<p class="x">a &lt; b <a href="https://evil.test/">x</a></p>')).toEqual([])
})

describe.each(corpus)('$row $name', ({ row, text }) => {
  test('is there to be read', () => {
    const html = renderToStaticMarkup(<Markdown text={text} />)
    expect(html.replace(/<[^>]*>/g, '').trim()).not.toBe('')
    if (row === 'M1') expect(html).toContain('&lt;')
  })

  test('makes nothing that runs, loads or leads astray, at any prefix', () => {
    for (const prefix of prefixesOf(text)) {
      const html = renderToStaticMarkup(<Markdown text={prefix} streaming />)
      expect(harmful(html), prefix.slice(-200)).toEqual([])
      expect(elementCount(html)).toBeLessThan(mostElements)
    }
    const html = renderToStaticMarkup(<Markdown text={text} />)
    expect(harmful(html)).toEqual([])
    expect(elementCount(html)).toBeLessThan(mostElements)
  })

  test('nor as a formula or as code', () => {
    const spans = markMath(text.slice(0, 100_000), false).match(new RegExp(`[${inlineMark}${displayMark}][^\`]*`, 'g')) ?? []
    const sources = [text.slice(0, 4_000), ...new Set(spans.map(span => span.slice(1)))]
    const formulas = sources.flatMap(source => [readFormula(source, true), readFormula(source, false)]).filter(formula => formula !== null)
    const languages = canColour(text) ? ['ts', 'html', 'cpp', 'yaml', 'bash'] : []
    const html = formulas.map(formula => renderToStaticMarkup(<DrawnFormula formula={formula} />))
    // What a code becomes is a class and its own characters.
    for (const code of languages.map(language => readCode(text, language))) expect(kindsOf(code ?? '').join('')).toMatch(/^[\w.:-]*$/)
    expect(harmful(html.join(''))).toEqual([])
  })

  test('nor as a thought, a tool, a source, a file, a question or a name', () => {
    const surfaces = {
      thought: drawnMessage(message([{ type: 'reasoning', text, state: 'streaming' }]), true),
      tool: drawnMessage(
        message([
          { type: 'dynamic-tool', toolName: text, toolCallId: '1', state: 'output-error', input: { text }, errorText: text },
          { type: 'dynamic-tool', toolName: 'search', toolCallId: '2', state: 'output-available', input: { query: text }, output: text }
        ])
      ),
      result: renderToStaticMarkup(<RawText text={text} />),
      source: drawnMessage(
        message([
          { type: 'source-url', sourceId: '1', url: text, title: text },
          { type: 'source-url', sourceId: '2', url: 'https://evil.test/', title: text }
        ])
      ),
      file: drawnMessage(message([{ type: 'file', url: text, mediaType: text.slice(0, 100), filename: text }])),
      question: drawnQuestion(message([{ type: 'text', text }], 'user')),
      name: renderToStaticMarkup(
        <AnswerNote metadata={{ ...metadata, provider: text, model: text }} model={text} cacheNote={null} runningSince={null} />
      )
    }
    for (const [surface, html] of Object.entries(surfaces)) expect(harmful(html), surface).toEqual([])
  })

  test('comes through the stream to the letter, and is drawn as it would be at once', async () => {
    const chunks: UIMessageChunk[] = [
      { type: 'start', messageId: 'm' },
      { type: 'text-start', id: '1' },
      ...inPieces(text).map((delta): UIMessageChunk => ({ type: 'text-delta', id: '1', delta })),
      { type: 'text-end', id: '1' },
      { type: 'finish' }
    ]
    let last: ChatMessage | undefined
    for await (const read of readUIMessageStream<ChatMessage>({ stream: streamOf(chunks) })) {
      if (text.length < 10_000) expect(harmful(drawnMessage({ ...read, metadata }, true))).toEqual([])
      last = read
    }
    expect(last?.parts.map(part => (part.type === 'text' ? part.text : '')).join('')).toBe(text)
    expect(last && drawnMessage(last)).toBe(drawnMessage(message([{ type: 'text', text }])))
  })
})

describe('time', () => {
  /** Of the processor, the quickest of three: a busy machine only ever adds to it. */
  const milliseconds = (work: () => void) =>
    Math.min(
      ...[0, 1, 2].map(() => {
        const before = process.cpuUsage()
        work()
        return process.cpuUsage(before).user / 1000
      })
    )
  const drawMs = (text: string) => milliseconds(() => renderToStaticMarkup(<Markdown text={text} />))
  const long = 'A paragraph with **bold**, *emphasis*, `code` and [a link](https://example.com).\n\n'.repeat(2000)

  const honest = 'export const a = (b: number) => [b, `c`, /d/] // e\n'.repeat(2_000).slice(0, 100_000)
  let longMs = 0
  let honestMs = 0
  beforeAll(() => {
    longMs = drawMs(long)
    honestMs = milliseconds(() => readCode(honest, 'ts'))
  })

  test.each(corpus.filter(({ row }) => ['M6', 'M7', 'M8'].includes(row)))('$name takes no longer than a long answer', ({ text }) => {
    expect(drawMs(text) / longMs).toBeLessThan(4)
  })

  test.each(corpus.filter(({ row, text }) => row === 'M8' && canColour(text)))('$name is coloured as fast as honest code', ({ text }) => {
    for (const language of ['ts', 'html', 'cpp', 'yaml', 'bash', 'python', 'css', 'sql']) {
      expect(milliseconds(() => readCode(text, language)) / honestMs, language).toBeLessThan(4)
    }
  })
})

/** Cut where it hurts: in the middle of words, marks and surrogate pairs. */
function inPieces(text: string): string[] {
  const size = Math.max(3, Math.ceil(text.length / 40))
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size))
}

function streamOf(chunks: UIMessageChunk[]): ReadableStream<UIMessageChunk> {
  return new ReadableStream({
    start: controller => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    }
  })
}

function kindsOf(piece: CodeToken | string): string[] {
  return typeof piece === 'string' ? [] : [piece.kind ?? '', ...piece.children.flatMap(kindsOf)]
}
