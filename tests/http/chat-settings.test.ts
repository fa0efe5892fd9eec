/** What a chat's questions are asked with, and presets of it: their routes and what they are sent. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { POST as fork } from '../../app/api/conversations/[conversationId]/fork/route.ts'
import { PATCH as change, GET as read } from '../../app/api/conversations/[conversationId]/route.ts'
import { PATCH as changePreset, DELETE as removePreset } from '../../app/api/presets/[presetId]/route.ts'
import { POST as createPreset, GET as listPresets } from '../../app/api/presets/route.ts'
import { PATCH as changeUser, GET as readUser } from '../../app/api/settings/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { Preset } from '../../lib/chat/chat-settings.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { SettingsView } from '../../lib/chat/settings.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { none, params, refused, withBody } from './refused.ts'

const get = () => new Request('http://127.0.0.1:3000/api')
const settings = {
  model: 'anthropic/claude-sonnet-4.5',
  systemPrompt: 'Be brief.',
  temperature: 0.2,
  topK: 40,
  routing: { only: ['deepinfra/fp8'], maxPrice: { prompt: 1, completion: 2.5 } },
  fallbackModels: ['openai/gpt-5-mini']
}

describe('settings of a chat', () => {
  useDatabase()

  test('are those of its next question until they are taken away, and no other chat has them', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' })
    const answer = await driver.ask('Go.', { temperature: 1 })
    const of = async () => {
      const detail: ConversationDetail = await (await read(get(), params({ conversationId: driver.conversationId }))).json()
      return detail.settings
    }
    const before = await of()
    expect(before).toMatchObject({ temperature: 1 })
    const set = (body: object) => change(withBody('PATCH', body), params({ conversationId: driver.conversationId }))
    expect((await set({ settings })).status).toBe(200)
    expect(await of()).toEqual(settings)
    const other = await ConversationDriver.open()
    await other.script({ text: 'Two.' })
    await other.ask('Go.')
    const detail: ConversationDetail = await (await read(get(), params({ conversationId: other.conversationId }))).json()
    expect(detail.settings).not.toHaveProperty('temperature')
    const forkId = uuidv7()
    await fork(withBody('POST', { conversationId: forkId, messageId: answer.id }), params({ conversationId: driver.conversationId }))
    const forked: ConversationDetail = await (await read(get(), params({ conversationId: forkId }))).json()
    expect(forked.settings).toEqual(settings)
    await set({ settings: null })
    expect(await of()).toEqual(before)
  })

  test('go upstream under the names of the API', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' })
    await driver.ask('Go.', {
      ...{ topP: 0.9, minP: 0.05, topA: 0.1, frequencyPenalty: -1, presencePenalty: 0.5, repetitionPenalty: 1.1, seed: 7, maxTokens: 500 },
      ...settings
    })
    const [request] = await driver.requests()
    expect(request).toMatchObject({
      ...{ temperature: 0.2, top_p: 0.9, top_k: 40, min_p: 0.05, top_a: 0.1, frequency_penalty: -1, presence_penalty: 0.5 },
      ...{ repetition_penalty: 1.1, seed: 7, max_tokens: 500 },
      provider: { only: ['deepinfra/fp8'], max_price: { prompt: 1, completion: 2.5 } },
      models: ['openai/gpt-5-mini']
    })
    expect(await driver.violations()).toEqual([])
  })

  test.each([
    ['without a model', { temperature: 1 }],
    ['with a lane', { ...settings, lane: 1 }],
    ['with a parameter out of bounds', { ...settings, topP: 1.5 }],
    ['with half a token', { ...settings, topK: 1.5 }],
    ['with an empty limit', { ...settings, routing: { maxPrice: {} } }]
  ])('%s are refused', async (_name, wrong) => {
    const answer = change(withBody('PATCH', { settings: wrong }), params({ conversationId: uuidv7() }))
    expect(await refused(answer)).toEqual({ status: 400, code: 'invalid_request' })
  })
})

describe('presets', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  const made = async (name: string): Promise<Preset> => (await createPreset(withBody('POST', { name, settings }), none)).json()
  const listed = async (): Promise<Preset[]> => (await (await listPresets(get(), none)).json()).presets

  test('are made, renamed, changed and deleted', async () => {
    const brief = await made(' Brief ')
    await made('Another')
    expect(await listed()).toMatchObject([{ name: 'Another' }, { id: brief.id, name: 'Brief', settings }])
    await changePreset(withBody('PATCH', { name: 'Briefly' }), params({ presetId: brief.id }))
    await changePreset(withBody('PATCH', { settings: { model: 'a/b' } }), params({ presetId: brief.id }))
    expect((await listed())[1]).toEqual({ id: brief.id, name: 'Briefly', settings: { model: 'a/b' } })
    const taken = createPreset(withBody('POST', { name: 'Briefly', settings }), none)
    expect(await refused(taken)).toEqual({ status: 409, code: 'preset_exists' })
    expect((await removePreset(get(), params({ presetId: brief.id }))).status).toBe(204)
    expect((await listed()).map(({ name }) => name)).toEqual(['Another'])
  })

  test('of somebody else are not there', async () => {
    await ensureUser('somebody-else')
    const id = uuidv7()
    await database().preset.create({ data: { id, userId: 'somebody-else', name: 'Theirs', settings: JSON.stringify(settings) } })
    expect(await listed()).toEqual([])
    const missing = { status: 404, code: 'not_found' }
    expect(await refused(changePreset(withBody('PATCH', { name: 'Mine' }), params({ presetId: id })))).toEqual(missing)
    expect(await refused(removePreset(get(), params({ presetId: id })))).toEqual(missing)
    expect(await database().preset.count({ where: { name: 'Theirs' } })).toBe(1)
  })
})

describe('model roles', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('are kept one by one, with an effort or without', async () => {
    const set = (roles: object) => changeUser(withBody('PATCH', { roles }), none)
    const of = async () => ((await (await readUser(get(), none)).json()) as SettingsView).settings.roles
    await set({ planning: { model: 'a/large', reasoningEffort: 'high' }, fast: { model: 'a/small' } })
    await set({ coding: { model: 'a/code' }, planning: { model: 'a/larger', reasoningEffort: null } })
    expect(await of()).toEqual({ planning: { model: 'a/larger' }, fast: { model: 'a/small' }, coding: { model: 'a/code' } })
    await set({ fast: null })
    expect(await of()).not.toHaveProperty('fast')
  })
})
