/** Promise S1: keys are encrypted on disk and never sent to a browser; prompts, answers and keys are in no log. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { startSimulator } from '../../lib/simulator/server.ts'

// The address is read when lib/env.ts is imported.
const simulator = await startSimulator()
process.env.OPENROUTER_BASE_URL = simulator.url
const { useDatabase } = await import('../setup/database.ts')
const { env } = await import('../../lib/env.ts')
const { database } = await import('../../lib/db/client.ts')
const { ensureUser } = await import('../../lib/db/users.ts')
const { saveUserSettings } = await import('../../lib/db/settings.ts')
const { readApiKey } = await import('../../lib/db/api-keys.ts')
const { decryptProviderKey, encryptProviderKey } = await import('../../lib/db/secret-key.ts')
const { PUT: putKey, DELETE: deleteKey } = await import('../../app/api/settings/key/route.ts')
const { GET: readSettings } = await import('../../app/api/settings/route.ts')
const { GET: readConversation } = await import('../../app/api/conversations/[conversationId]/route.ts')
const { POST: chat } = await import('../../app/api/chat/route.ts')

const key = 'sk-or-v1-canary0123456789'
const origin = new URL(simulator.url).origin
const none = { params: Promise.resolve({}) }

function send(method: string, body?: object): Request {
  return new Request('http://127.0.0.1:3000/api', {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {})
  })
}

const question = (conversationId: string, text: string) => ({
  trigger: 'submit-message',
  conversationId,
  parentId: null,
  assistantMessageId: uuidv7(),
  message: { id: uuidv7(), parts: [{ type: 'text', text }] },
  settings: { model: 'openai/gpt-5-mini' }
})

async function script(...steps: object[]): Promise<void> {
  await fetch(`${simulator.origin}/__sim/script`, { method: 'POST', body: JSON.stringify({ key, steps }) })
}

afterAll(() => simulator.close())

describe('keys', () => {
  useDatabase()
  beforeEach(async () => {
    await ensureUser(localUserId)
    await saveUserSettings(localUserId, { titles: false })
  })

  test('a key is on disk as ciphertext only, works, and is in no answer', async () => {
    const answers = [await putKey(send('PUT', { key }), none), await readSettings(send('GET'), none)]
    expect(answers.map(answer => answer.status)).toEqual([200, 200])
    const conversationId = uuidv7()
    answers.push(await chat(send('POST', question(conversationId, 'Hello')), none))
    for (const answer of answers) expect(await answer.text()).not.toContain(key)
    expect(await (await fetch(`${simulator.origin}/__sim/requests?key=${key}`)).json()).toMatchObject([{ key, status: 200 }])
    await database().$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
    const files = readdirSync(env.dataDirectory, { recursive: true, encoding: 'utf8' }).map(name => path.join(env.dataDirectory, name))
    const contents = files.filter(file => statSync(file).isFile()).map(file => readFileSync(file))
    expect(contents.length).toBeGreaterThan(1)
    for (const content of contents)
      for (const encoding of ['utf8', 'base64', 'hex'] as const) expect(content.includes(Buffer.from(key).toString(encoding))).toBe(false)
    expect((await database().apiKey.findFirst())?.ciphertext).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(statSync(path.join(env.dataDirectory, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(await (await deleteKey(send('DELETE'), none)).json()).toMatchObject({ upstream: 'demo', key: { source: 'none' } })
    expect(await database().apiKey.count()).toBe(0)
  })

  test('a key that is not accepted is not stored', async () => {
    const answer = await putKey(send('PUT', { key: 'sk-or-v1-bad-canary' }), none)
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('canary')
    expect(await database().apiKey.count()).toBe(0)
  })

  test('no changed bit and no other owner is decrypted', () => {
    const stored = encryptProviderKey(key, 'owner')
    expect(decryptProviderKey(stored, 'owner')).toBe(key)
    expect(() => decryptProviderKey(stored, 'other')).toThrow()
    for (let position = 0; position < stored.length; position++) {
      for (let bit = 0; bit < 7; bit++) {
        const changed = String.fromCharCode(stored.charCodeAt(position) ^ (1 << bit))
        expect(() => decryptProviderKey(stored.slice(0, position) + changed + stored.slice(position + 1), 'owner')).toThrow()
      }
    }
  })

  test("another user's row is nobody's key, and the pages go on without one", async () => {
    await putKey(send('PUT', { key }), none)
    const { ciphertext } = (await database().apiKey.findFirst()) ?? {}
    await database().user.create({ data: { id: 'stranger' } })
    await database().apiKey.create({ data: { id: uuidv7(), userId: 'stranger', ciphertext: ciphertext ?? '', origin, lastFour: '' } })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await readApiKey('stranger', origin)).toBeNull()
    expect(write.mock.calls.join('')).toContain('key.unreadable')
    expect(write.mock.calls.join('')).not.toContain('canary')
    write.mockRestore()
    expect((await readApiKey(localUserId, origin))?.key).toBe(key)
    expect(await readApiKey(localUserId, 'https://elsewhere.test')).toBeNull()
  })

  test('an upstream that quotes the key, and one that fails, leave nothing of key, prompt and answer in answers and log', async () => {
    await putKey(send('PUT', { key }), none)
    const error = {
      code: 401,
      message: `Wrong: ${key}`,
      metadata: { provider_name: key, raw: JSON.stringify({ error: { message: key } }), list: [key] }
    }
    await script(
      { http: { status: 401, body: { error } } },
      { text: 'canary-answer', error: { kind: 'E1', after: 2 } },
      { text: 'canary-answer' }
    )
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    for (let call = 0; call < 3; call++) {
      const conversationId = uuidv7()
      const stream = await (await chat(send('POST', question(conversationId, 'canary-prompt\n    at canary-prompt')), none)).text()
      const stored = await (await readConversation(send('GET'), { params: Promise.resolve({ conversationId }) })).text()
      expect(stored).toContain('canary-prompt')
      expect(stream + stored).not.toContain(key)
    }
    await database().$executeRaw`ALTER TABLE "Message" RENAME TO "Gone"`
    expect((await chat(send('POST', question(uuidv7(), 'canary-prompt\n    at canary-prompt')), none)).status).toBe(500)
    const log = write.mock.calls.join('')
    write.mockRestore()
    expect(log).toContain('http.error')
    expect(log).not.toContain('canary')
  })
})
