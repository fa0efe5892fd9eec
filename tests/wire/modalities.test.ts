import { expect, test } from 'vitest'
import { ask, modelInfo, serveFixtures } from './harness.ts'
import { answer, ending, text } from './stream.ts'

const server = serveFixtures()

test('a model that draws is asked for pictures too, any other for nothing special', async () => {
  server.on('/chat/completions', answer(text('Hi'), ending()))
  await ask(server, { openRouterModelInfo: { ...modelInfo, outputModalities: ['image', 'text'] } })
  await ask(server, { openRouterModelInfo: { ...modelInfo, outputModalities: ['text'] } })
  expect(server.requests).toEqual([
    { model: 'acme/model', messages: [{ role: 'user', content: 'Hello' }], stream: true, modalities: ['image', 'text'] },
    { model: 'acme/model', messages: [{ role: 'user', content: 'Hello' }], stream: true }
  ])
})
