import { expect, test } from 'vitest'
import { finished, spent, told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import { usage } from './fixtures/usage.ts'
import { ask, nextRequest, serveFixtures, userMessage } from './harness.ts'
import { answer, chunk, ending, events, streamReply, text } from './stream.ts'

const server = serveFixtures()

const file = { type: 'file', file: { hash: 'ab'.repeat(32), name: 'a.pdf', content: [{ type: 'text', text: '<file name="a.pdf">' }] } }

test('D59 a parsed file is handed out and can be sent back; a citation without title is none the worse', async () => {
  const citation = { type: 'url_citation', url_citation: { url: 'https://example.org', title: null, start_index: 0, end_index: 0 } }
  server.on('/chat/completions', answer(chunk({ annotations: [file, citation] }), text('Hi'), ending()))
  const outcome = await ask(server)
  expect(outcome.chunks).toEqual([{ type: 'annotation', annotation: file }, { type: 'annotation', annotation: citation }, ...hi])
  const assistant = { role: 'assistant' as const, content: 'Hi', annotations: [file] }
  const request = await nextRequest(server, 'acme/model', [userMessage('Read'), assistant, userMessage('?')])
  expect(request).toEqual({ ...sent, messages: [userMessage('Read'), assistant, userMessage('?')] })
})

const scanned = { ...file, file: { ...file.file, content: [{ type: 'text', text: 'Account user_0123456789abcdef' }] } }
const gone = { code: 502, message: 'Provider disconnected', metadata: { file_annotations: [scanned, { type: 'odd' }, null] } }

test.each([
  ['before the stream', { status: 502, body: JSON.stringify({ error: gone }) }, [], { phase: 'http' as const, generationId: null }],
  [
    'after the first words',
    streamReply(events(text('Hel'), chunk({}, { error: gone }))),
    told('Hel'),
    { phase: 'stream' as const, providerName: 'Acme' }
  ]
])('D59 a failure %s leaves what was parsed for it, to the letter', async (_place, reply, before, said) => {
  server.on('/chat/completions', reply)
  const outcome = await ask(server, { maxRetries: 0 })
  expect(outcome.chunks).toEqual([...before, { type: 'annotation', annotation: scanned }])
  const metadata = JSON.parse(JSON.stringify(gone.metadata).replace('user_0123456789abcdef', 'user_…'))
  expect(failureOf(outcome)).toEqual(
    failure({
      ...said,
      code: 502,
      upstreamMessage: gone.message,
      retryable: true,
      metadata,
      fileAnnotations: [scanned],
      body: { ...gone, metadata }
    })
  )
  expect(server.requests).toEqual([sent])
})

test('D60 images come as chunks of their own', async () => {
  const images = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' }, index: 0 }]
  server.on('/chat/completions', answer(chunk({ images }), ending()))
  const outcome = await ask(server)
  expect(outcome.chunks).toEqual([{ type: 'image', url: 'data:image/png;base64,AAAA', index: 0 }, ...hi.slice(1)])
})

test('D61 five sources before the text, and the fee of the search is part of the cost', async () => {
  const annotations = [1, 2, 3, 4, 5].map(page => ({
    type: 'url_citation',
    url_citation: { url: `https://example.org/${page}`, title: `Page ${page}`, start_index: 0, end_index: 0, content: '# Begin' }
  }))
  const { is_byok: _absent, ...raw } = usage({ prompt: 2000, completion: 50, cost: 0.00765, upstream: 0.00065 })
  server.on('/chat/completions', answer(chunk({ annotations }), text('It has 19265 '), text('stars [1].'), ending('stop', raw)))
  const outcome = await ask(server)
  expect(outcome.chunks).toEqual([
    ...annotations.map(annotation => ({ type: 'annotation', annotation })),
    ...told('It has 19265 ', 'stars [1].'),
    spent(raw, { inputTokens: 2000, outputTokens: 50, totalCost: 0.00765, reasoningTokens: 0, upstreamCost: 0.00065 }),
    finished({ model: 'acme/model', provider: 'Acme' }, { reason: 'stop', native: 'stop' })
  ])
  expect(server.requests).toEqual([sent])
})
