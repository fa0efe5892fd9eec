/** Files of ChatGPT, LibreChat and Open WebUI: what is kept, what is told of the rest, and that a second import adds nothing. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { loadConversation } from '../../lib/db/conversations.ts'
import { loadHistory } from '../../lib/db/turns.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { wireHistory } from '../../lib/turn/history.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { png } from '../setup/sample-files.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { exported, imported, previewOf } from './driver.ts'
import { chatgptFile, librechatFile, librechatTreeFile, openWebuiFile } from './foreign-files.ts'

/** The nodes of the ChatGPT file, all of one time. */
function withTimes(time: number): object {
  const nodes = Object.entries(chatgptFile[0]?.mapping ?? {})
  return Object.fromEntries(nodes.map(([id, node]) => [id, { ...node, message: node.message && { ...node.message, create_time: time } }]))
}

/** Each message by its words, with its parent's words. */
async function shown() {
  const [row] = await database().conversation.findMany()
  const detail = await loadConversation(localUserId, row?.id ?? '')
  const messages = detail?.messages ?? []
  const words = (id: string | null | undefined) =>
    messages
      .find(message => message.id === id)
      ?.parts.flatMap(part => (part.type === 'text' ? [part.text] : []))
      .join(' ') ?? null
  return {
    ...row,
    tree: messages.map(message => [words(message.id), words(message.metadata?.parentId)]),
    selected: words(detail?.selectedLeafId),
    messages,
    words
  }
}

describe('files of other programs', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('ChatGPT: branches, a thought, a tool call; what is not in the file is told', async () => {
    expect(await previewOf(JSON.stringify(chatgptFile))).toMatchObject({
      ...{ source: 'chatgpt', conversations: 1, fresh: 1, messages: 5, branches: 2, toolCalls: 1, files: 0, calls: 0, problems: [] },
      losses: expect.arrayContaining([
        { loss: 'file_not_in_file', count: 2 },
        { loss: 'hidden_message', count: 1 },
        { loss: 'unknown_content', count: 1 }
      ])
    })
    expect(await imported(JSON.stringify(chatgptFile))).toMatchObject({ imported: 1, messages: 5 })
    const chat = await shown()
    expect(chat).toMatchObject({ title: 'Tides', selected: 'It is 42.', createdAt: new Date(1_700_000_000_500) })
    expect(chat.tree).toEqual([
      ['[image] Why tides? [sea.pdf]', null],
      ['The moon.', '[image] Why tides? [sea.pdf]'],
      ['It is 42.', '[image] Why tides? [sea.pdf]'],
      ['Thanks', 'It is 42.'],
      ['Bye.', 'Thanks']
    ])
    const answer = chat.messages.find(({ id }) => chat.words(id) === 'It is 42.')
    expect(answer?.metadata).toMatchObject({ model: 'o3', status: 'complete' })
    expect(answer?.metadata).not.toHaveProperty('costPicoUsd')
    expect(answer?.parts).toMatchObject([
      { type: 'step-start' },
      { type: 'reasoning', text: 'Compute\n\nNeed the mass.' },
      { type: 'dynamic-tool', toolName: 'python', state: 'output-available', input: { input: 'print(6*7)' }, output: { text: '42' } },
      { type: 'step-start' },
      { type: 'text', text: 'It is 42.' }
    ])
    const history = wireHistory(await loadHistory(chat.id ?? '', answer?.id ?? ''), new Map())
    expect(history).toMatchObject([
      { role: 'user', content: '[image]\n\nWhy tides?\n\n[sea.pdf]' },
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'python', arguments: '{"input":"print(6*7)"}' } }] },
      { role: 'tool', content: '42' },
      { role: 'assistant', content: 'It is 42.' }
    ])
  })

  test.each([
    ['in a row', librechatFile],
    ['as a tree', librechatTreeFile]
  ])('LibreChat, messages %s: branches, a thought, a tool call, an image', async (_how, file) => {
    expect(await previewOf(JSON.stringify(file))).toMatchObject({
      ...{ source: 'librechat', fresh: 1, messages: 4, branches: 2, toolCalls: 1, files: 1, calls: 0 },
      losses: [{ loss: 'file_not_in_file', count: 1 }]
    })
    await imported(JSON.stringify(file))
    const chat = await shown()
    expect(chat.tree).toEqual([
      ['[sea.png] Why salt?', null],
      ['Rivers.', '[sea.png] Why salt?'],
      ['Rocks.', '[sea.png] Why salt?'],
      ['More', 'Rocks.']
    ])
    expect(chat.messages.find(({ id }) => chat.words(id) === 'Rivers.')?.parts).toMatchObject([
      { type: 'step-start' },
      { type: 'reasoning', text: 'Rivers.' },
      { type: 'dynamic-tool', toolName: 'search', input: { q: 'sea' }, output: { text: 'Salty.' } },
      { type: 'step-start' },
      { type: 'text', text: 'Rivers.' }
    ])
    expect(await database().attachment.findMany()).toMatchObject([{ mediaType: 'image/png', width: 3, height: 2, bytes: png() }])
  })

  test('Open WebUI: several models, thoughts and calls out of their blocks, images of the file', async () => {
    expect(await previewOf(JSON.stringify(openWebuiFile))).toMatchObject({
      ...{ source: 'open-webui', fresh: 1, messages: 3, branches: 2, toolCalls: 1, files: 1 },
      losses: expect.arrayContaining([
        { loss: 'file_not_in_file', count: 1 },
        { loss: 'file_not_readable', count: 1 }
      ])
    })
    await imported(JSON.stringify(openWebuiFile))
    const chat = await shown()
    expect(chat).toMatchObject({ title: 'Waves', pinnedAt: expect.any(Date), archivedAt: expect.any(Date), selected: 'The **sea**.' })
    expect(await database().conversationTag.findMany()).toMatchObject([{ name: 'sea' }])
    const [question] = chat.messages
    expect(question?.parts).toMatchObject([
      { type: 'file', mediaType: 'image/png', filename: 'file.png', providerMetadata: { steno: { width: 3, height: 2 } } },
      { type: 'text', text: '[file.png]' },
      { type: 'text', text: '[notes.txt]' },
      { type: 'text', text: 'What is this?' }
    ])
    expect(chat.messages.find(({ id }) => chat.words(id) === 'The **sea**.')?.parts).toMatchObject([
      { type: 'step-start' },
      { type: 'reasoning', text: 'It is "blue".\nVery.', providerMetadata: { steno: { durationMs: 3000 } } },
      { type: 'dynamic-tool', toolName: 'look', input: { at: 1 }, output: { text: 'Seen' } },
      { type: 'step-start' },
      { type: 'text', text: 'The **sea**.' }
    ])
  })

  test.each([
    ['ChatGPT', chatgptFile],
    ['LibreChat', librechatFile],
    ['Open WebUI', openWebuiFile]
  ])('%s: a second import adds nothing, costs nothing, and an export holds it', async (_name, file) => {
    const text = JSON.stringify(file)
    await imported(text)
    const before = await exported()
    expect(await imported(text)).toMatchObject({ imported: 0, grown: 0, known: 1, messages: 0 })
    expect(await exported()).toBe(before)
    expect(await previewOf(before)).toMatchObject({ source: 'steno', known: 1 })
    expect(await database().importedCall.count()).toBe(0)
  })

  // Each took minutes, or for ever, and the server answered nobody meanwhile.
  const many = 30_000
  const node = (parent: string | null, role: string, create_time: number | null = 1_700_000_000) => ({
    parent,
    message: role === 'none' ? null : { author: { role }, create_time, content: { content_type: 'text', parts: ['Yes.'] } }
  })
  const nodes = (of: (index: number) => [id: string, node: object][]) =>
    Object.fromEntries(Array.from({ length: many }, (_, index) => of(index)).flat())
  const chatgpt = (mapping: object, current_node?: string) => [{ id: 'g', title: 'Odd', create_time: 1_700_000_000, current_node, mapping }]
  const openWebui = (content: string) => [
    {
      id: 'o',
      title: 'Odd',
      chat: { history: { messages: { a: { id: 'a', parentId: null, role: 'assistant', content } }, currentId: 'a' } }
    }
  ]
  test.each<[what: string, file: object[], result: object]>([
    ['messages of one time', chatgpt(nodes(index => [[`m${index}`, node(null, 'user')]])), { fresh: 1 }],
    [
      'messages below a row of hidden ones',
      chatgpt(
        nodes(index => [
          [`n${index}`, node(index === 0 ? null : `n${index - 1}`, 'none')],
          [`m${index}`, node(`n${many - 1}`, 'user')]
        ])
      ),
      { fresh: 1 }
    ],
    [
      'an answer of many pieces with many ends',
      chatgpt(
        nodes(index => [
          [`n${index}`, node(index === 0 ? null : `n${index - 1}`, 'assistant')],
          [`m${index}`, node(`n${many - 1}`, 'assistant')]
        ])
      ),
      { fresh: 0, problems: [{ message: 'It has too many branches.' }] }
    ],
    [
      'a selected message in a circle of hidden ones',
      chatgpt({ a: node('b', 'none'), b: node('a', 'none'), c: node(null, 'user') }, 'a'),
      { fresh: 1 }
    ],
    ['thoughts that do not end', openWebui('<details type="reasoning">'.repeat(many)), { fresh: 1 }],
    ['thoughts that do not begin', openWebui('<details type="reasoning"'.repeat(many)), { fresh: 1 }],
    ['summaries that do not end', openWebui(`<details type="reasoning">${'<summary>'.repeat(many)}</details>`), { fresh: 1 }]
  ])('%s are read in a moment', async (_what, file, result) => {
    const startedAt = process.cpuUsage()
    expect(await previewOf(JSON.stringify(file))).toMatchObject(result)
    const { user } = process.cpuUsage(startedAt)
    expect(user / 1e6).toBeLessThan(15)
  })

  test('a file that has grown since brings its new messages', async () => {
    await imported(JSON.stringify({ ...librechatFile, messages: librechatFile.messages.slice(0, 2) }))
    expect(await imported(JSON.stringify(librechatFile))).toMatchObject({ grown: 1, messages: 2 })
  })

  test('an imported chat goes on: its branch goes to the model', async () => {
    const driver = await ConversationDriver.open()
    await imported(JSON.stringify(librechatFile))
    const chat = await shown()
    const answer = chat.messages.find(({ id }) => chat.words(id) === 'Rivers.')
    await driver.script({ text: 'Because.' })
    const stream = await startTurn(localUserId, {
      trigger: 'submit-message',
      conversationId: chat.id ?? '',
      parentId: answer?.id ?? '',
      assistantMessageId: uuidv7(),
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'And then?' }] },
      settings: { model: 'openai/gpt-5-mini' }
    })
    expect(await new Response(stream).text()).toContain('Because.')
    const [request] = await driver.requests()
    expect(request?.messages).toMatchObject([
      { role: 'user', content: '[sea.png]\n\nWhy salt?' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_0_0', function: { name: 'search', arguments: '{"q":"sea"}' } }] },
      { role: 'tool', tool_call_id: 'call_0_0', content: 'Salty.' },
      { role: 'assistant', content: 'Rivers.' },
      { role: 'user', content: 'And then?' }
    ])
  })

  test.each([
    ['a circle', [{ id: 'x', mapping: { a: { parent: 'b', message: null }, b: { parent: 'a', message: null } } }], 1],
    ['an entry of another kind', [...chatgptFile, { mapping: 5 }], 1],
    ['times that are none', [{ ...chatgptFile[0], mapping: withTimes(1e300) }], 0],
    ['a time that is none', [{ id: 'x', create_time: 1e300, mapping: {} }], 0]
  ])('%s does not stop the others', async (_what, file, count) => {
    expect(await imported(JSON.stringify(file))).toMatchObject({ imported: count })
  })
})
