import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

const model = 'google/gemini-3-flash-preview'
const text = { type: 'text', text: 'What is it?' }
const image = (data: string) => ({ type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } })
const pdf = (data: string) => ({ type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${data}` } })
const sound = (data: string, format = 'wav') => ({ type: 'input_audio', input_audio: { data, format } })

async function rulesOf(content: unknown, asked = model): Promise<string[]> {
  const chat = new TestChat(simulator)
  await chat.control.script({ text: 'A fox.' })
  await chat.ask({ model: asked, messages: [{ role: 'user', content }] })
  return chat.brokenRules()
}

/** One question with files, its answer, and what a client then sends as that question. */
async function rulesAfter(first: unknown, then: unknown): Promise<string[]> {
  const chat = new TestChat(simulator)
  await chat.control.script({ text: 'A parrot.' }, { text: 'Yes.' })
  const heard = await chat.ask({ model, session_id: 's', messages: [{ role: 'user', content: first }] })
  const messages = [{ role: 'user', content: then }, heard.message, { role: 'user', content: 'Sure?' }]
  await chat.ask({ model, session_id: 's', messages })
  return chat.brokenRules()
}

describe('files of a question', () => {
  const asked = [text, image('AAAA'), pdf('BBBB'), sound('CCCC')]

  test('may be images, PDFs and audio, and come back unchanged', async () => {
    expect(await rulesAfter(asked, asked)).toEqual([])
    expect(await rulesAfter([image('AAAA')], [image('AAAA')])).toEqual([])
  })

  test('may be marked for the cache later', async () => {
    const marked = [{ ...text, cache_control: { type: 'ephemeral' } }, image('AAAA')]
    expect(await rulesAfter([text, image('AAAA')], marked)).toEqual([])
    expect(await rulesAfter('What is it?', [marked[0]])).toEqual([])
  })

  test.each([
    ['one byte', [text, image('AAAB'), pdf('BBBB'), sound('CCCC')]],
    ['their order', [text, pdf('BBBB'), image('AAAA'), sound('CCCC')]],
    ['their place in the text', [image('AAAA'), text, pdf('BBBB'), sound('CCCC')]],
    ['one that is missing', [text, image('AAAA'), sound('CCCC')]],
    ['all that are missing', 'What is it?'],
    ['the name', [text, image('AAAA'), { type: 'file', file: { ...pdf('BBBB').file, filename: 'b.pdf' } }, sound('CCCC')]]
  ])('must not come back changed: %s', async (_name, then) => {
    expect(await rulesAfter(asked, then)).toEqual(['files_changed'])
  })

  test('a question alone with other files is another question, not a changed one', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'A parrot.' }, { text: 'A fox.' }, { text: 'Yes.' })
    const questions = ['AAAA', 'BBBB'].map(data => ({ role: 'user', content: [text, image(data)] }))
    const answers = []
    for (const question of questions) answers.push(await chat.ask({ model, session_id: 's', messages: [question] }))
    await chat.ask({ model, session_id: 's', messages: [questions[0], answers[0]?.message, { role: 'user', content: 'Sure?' }] })
    expect(await chat.brokenRules()).toEqual([])
  })
})

describe('files where they cannot be read', () => {
  test.each([
    ['an image', image('AAAA'), 'openai/gpt-oss-120b', ['input_unsupported']],
    ['audio', sound('AAAA'), 'openai/gpt-5-mini', ['input_unsupported']],
    ['a PDF', pdf('AAAA'), 'openai/gpt-oss-120b', []],
    ['anything, for a model that nobody knows', image('AAAA'), 'acme/unknown', []]
  ])('%s', async (_name, part, asked, rules) => {
    expect(await rulesOf([part], asked)).toEqual(rules)
  })

  test('in a tool result', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ toolCalls: [{ name: 'look', arguments: '{}' }] }, { text: 'A fox.' })
    const question = { role: 'user', content: 'Look.' }
    const heard = await chat.ask({ model: 'openai/gpt-5-mini', session_id: 's', messages: [question] })
    const result = { role: 'tool', tool_call_id: heard.toolCalls[0]?.id, content: [text, image('AAAA')] }
    const provider = { order: ['openai'] }
    await chat.ask({ model: 'openai/gpt-5-mini', session_id: 's', provider, messages: [question, heard.message, result] })
    expect(await chat.brokenRules()).toEqual(['tool_result_file'])
  })

  test.each([
    ['an address of ours', { type: 'image_url', image_url: { url: '/api/attachments/a' } }],
    ['an image of no known type', { type: 'image_url', image_url: { url: 'data:image/svg+xml;base64,AAAA' } }],
    ['audio as a data URL', sound('data:audio/wav;base64,AAAA')],
    ['audio of no known format', sound('AAAA', 'audio/wav')],
    ['a PDF without its type', { type: 'file', file: { filename: 'a.pdf', file_data: 'AAAA' } }]
  ])('%s is no part of a request', async (_name, part) => {
    expect(await rulesOf([text, part])).toEqual(['schema'])
  })
})
