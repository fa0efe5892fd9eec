/** Promises B1 and B11 of docs/promises.md on a real disk of 3 MB; needs root, who alone may mount one. */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { startSimulator } from '../../lib/simulator/server.ts'

const key = 'sk-or-v1-disk-full'
const disk = process.env.STENO_DATA ?? ''
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=700', 'steno-full', disk]).status === 0

// The addresses are read when lib/env.ts is imported.
const simulator = await startSimulator()
process.env.OPENROUTER_BASE_URL = simulator.url
process.env.OPENROUTER_API_KEY = key
const { useDatabase } = await import('../setup/database.ts')
const { ensureUser } = await import('../../lib/db/users.ts')
const { idBeside, temporaryId } = await import('../../lib/chat/temporary.ts')
const { saveUserSettings } = await import('../../lib/db/settings.ts')
const { POST: chat } = await import('../../app/api/chat/route.ts')
const { GET: readConversation } = await import('../../app/api/conversations/[conversationId]/route.ts')

afterAll(async () => {
  await simulator.close()
  if (isMounted) spawnSync('umount', ['-l', disk])
})

async function script(...steps: object[]): Promise<void> {
  await fetch(`${simulator.origin}/__sim/script`, { method: 'POST', body: JSON.stringify({ key, steps }) })
}

function ask(conversationId: string, text = 'Go on.'): Promise<Response> {
  const body = {
    trigger: 'submit-message',
    conversationId,
    parentId: null,
    assistantMessageId: idBeside(conversationId),
    message: { id: idBeside(conversationId), parts: [{ type: 'text', text }] },
    settings: { model: 'openai/gpt-5-mini' }
  }
  const headers = { 'content-type': 'application/json' }
  return chat(new Request('http://127.0.0.1:3000/api/chat', { method: 'POST', headers, body: JSON.stringify(body) }), {
    params: Promise.resolve({})
  })
}

/** The last answer of a conversation, as it is stored. */
async function answerOf(conversationId: string) {
  const response = await readConversation(new Request('http://127.0.0.1:3000/api'), { params: Promise.resolve({ conversationId }) })
  expect(response.status).toBe(200)
  return (await response.json()).messages.at(-1)
}

/** What has come of an answer, and when there is no more. */
function follow(response: Response): { shown: () => string; ended: Promise<void> } {
  let shown = ''
  const read = async () => {
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) shown += text
  }
  return { shown: () => shown, ended: read() }
}

/** The log of the database has some room of its own: the first question that has none. */
async function askUntilRefused(): Promise<Response> {
  for (;;) {
    await script({ text: 'It fits.' })
    const response = await ask(uuidv7(), 'Does it fit? '.repeat(2000))
    if (response.status !== 200) return response
    await Promise.race([response.text(), new Promise(resolve => setTimeout(resolve, 500))])
  }
}

/** Takes what the disk has left, to the last block. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w')
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096, 1))
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(descriptor)
  }
}

const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

async function foundAt(url: string, id: string): Promise<number> {
  return (await fetch(`${url}/generation?id=${id}`, { headers })).status
}

/** One answer, and whether its bill can be had. */
async function complete(url: string): Promise<{ status: number; id: string; found: number }> {
  const body = JSON.stringify({ model: 'openai/gpt-5-mini', messages: [{ role: 'user', content: 'Hello' }] })
  const response = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body })
  const { id } = await response.json()
  return { status: response.status, id, found: await foundAt(url, id) }
}

describe.skipIf(!isMounted)('a full disk', () => {
  useDatabase()

  test('B11 refuses questions with 507, lets read, keeps what was shown, and heals by itself', async () => {
    await ensureUser(localUserId)
    await saveUserSettings(localUserId, { titles: false })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await script({ text: 'It goes on and on, said the tide to the ferry. '.repeat(20_000), tokensPerSecond: 2000 })
    const conversationId = uuidv7()
    const answering = follow(await ask(conversationId))
    await expect.poll(answering.shown).toContain('text-delta')
    const filler = path.join(disk, 'filler')
    fill(filler)

    const refused = await askUntilRefused()
    expect([refused.status, (await refused.json()).error]).toMatchObject([
      507,
      { code: 'storage_full', retryable: true, requestId: refused.headers.get('x-request-id') }
    ])
    expect(await answerOf(conversationId)).toMatchObject({ metadata: { status: 'streaming' } })
    // Shorter rows fit for longer.
    await expect.poll(() => write.mock.calls.join('')).toContain('turn.journal')

    rmSync(filler)
    await answering.ended
    const answer = await answerOf(conversationId)
    expect(answer.metadata).toMatchObject({ status: 'interrupted', failure: { code: 'storage_full', retryable: true } })
    const deltas = [...answering.shown().matchAll(/"type":"text-delta","id":"[^"]*","delta":"([^"]*)"/g)].map(([, text]) => text).join('')
    expect(answer.parts.find((part: { type: string }) => part.type === 'text')?.text).toBe(deltas)

    await fetch(`${simulator.origin}/__sim?key=${key}`, { method: 'DELETE' })
    await script({ text: 'Room again.' })
    const next = uuidv7()
    await (await ask(next)).text()
    expect((await answerOf(next)).metadata).toMatchObject({ status: 'complete' })
    write.mockRestore()
  })

  test('B11 an answer of a temporary chat goes on, and none is begun whose row has no room', async () => {
    await ensureUser(localUserId)
    await saveUserSettings(localUserId, { titles: false })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await fetch(`${simulator.origin}/__sim?key=${key}`, { method: 'DELETE' })
    await script({ text: 'Said before. Said on a full disk.', stall: { after: 3, seconds: 3 } })
    const conversationId = temporaryId()
    const answering = follow(await ask(conversationId))
    await expect.poll(answering.shown).toContain('before')
    const filler = path.join(disk, 'filler')
    fill(filler)
    await askUntilRefused()
    expect((await ask(temporaryId(), 'Does this one?')).status).toBe(507)
    await expect.poll(answering.shown).toContain('Said on a full disk.')
    rmSync(filler)
    await answering.ended
    expect((await answerOf(conversationId)).metadata).toMatchObject({ status: 'complete', costState: 'billed' })
    write.mockRestore()
  })

  test('the demo answers on, and with room again keeps its bill again', async () => {
    const filler = path.join(disk, 'filler')
    const dataFile = path.join(disk, 'demo-bill.jsonl')
    fill(filler)
    const demo = await startSimulator({ dataFile })
    const unkept = await complete(demo.url)
    expect(unkept).toEqual({ status: 200, id: expect.stringMatching(/^gen-/), found: 200 })
    rmSync(filler)
    const kept = await complete(demo.url)
    await demo.close()

    const restarted = await startSimulator({ dataFile })
    expect(await foundAt(restarted.url, kept.id)).toBe(200)
    await restarted.close()
  })
})
