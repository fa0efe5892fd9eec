/** Promise T2 for lanes: what goes upstream after a lane is that lane, byte for byte, and nothing of the others. */
import { describe, expect, test } from 'vitest'
import { PATCH as change } from '../../app/api/conversations/[conversationId]/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { listConversations } from '../../lib/db/conversations.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, ask, comparisonOf, finished, start, withBody } from './comparison-driver.ts'
import { ConversationDriver } from './conversation-driver.ts'

/** Every maker's manner of reasoning, and two lanes of one maker. */
const lanes: Record<string, ScriptStep[]> = {
  'anthropic/claude-sonnet-4.5': [
    { reasoning: 'Claude thinks of tides.', toolCalls: [{ name: 'calculator', arguments: '{"expression": "6 * 7"}' }] },
    { reasoning: 'Claude has calculated.', text: 'Claude: by the moon.' }
  ],
  'anthropic/claude-opus-5': [{ reasoning: 'Opus thinks of tides.', text: 'Opus: by the moon.' }],
  'openai/gpt-5-mini': [{ reasoning: { encrypted: true, tokens: 64 }, text: 'GPT: by the moon.' }],
  'google/gemini-3-flash-preview': [
    { reasoning: { encrypted: true }, toolCalls: [{ name: 'calculator', arguments: '{"expression": "2 + 3"}' }] },
    { text: 'Gemini: by the moon.' }
  ]
}
const models = Object.keys(lanes)

async function compared() {
  const driver = await ConversationDriver.open()
  await driver.script(...Object.entries(lanes).flatMap(([onModel, steps]) => steps.map(step => ({ ...step, onModel }))))
  const request = comparisonOf(models)
  await start(request)
  const detail = await finished(request.conversationId)
  expect(detail.messages.map(message => message.metadata?.status)).toEqual(Array(5).fill('complete'))
  return { driver, id: request.conversationId, detail }
}

async function continueWith(id: string, leaf: string): Promise<void> {
  const params = Promise.resolve({ conversationId: id })
  const response = await change(withBody('PATCH', { selectedLeafId: leaf, continued: true }), { params })
  expect(response.status).toBe(200)
}

type WireMessage = Awaited<ReturnType<ConversationDriver['wires']>>[number]

const question = 'How do tides work?'
const assistants = (messages: readonly WireMessage[]) => messages.filter(message => message.role === 'assistant')
/** A user's text may go as a string or in parts. */
const words = (message: WireMessage | undefined) => JSON.stringify(message?.content)

describe('a lane', () => {
  useDatabase()

  test.each(models.map((model, lane) => [model, lane] as const))(
    '%s that is continued sends what it said, and nothing of the others',
    async (model, lane) => {
      const { driver, id, detail } = await compared()
      const leaf = answerOf(detail, lane).id
      await continueWith(id, leaf)
      await driver.script({ text: 'More.' }, { text: 'Yet more.' })
      const continued = await finished(id)
      expect(continued).toMatchObject({ selectedLeafId: leaf, settings: { model }, comparison: { continued: true } })
      expect(continued.settings).not.toHaveProperty('lane')

      const answer = await ask(id, leaf, 'And the sun?', continued.settings ?? { model })
      const next = (await driver.requests()).at(-1)
      expect(next?.model).toBe(model)
      const wires = await driver.wires(leaf)
      expect(wires.some(wire => wire.reasoning_details)).toBe(true)
      expect(JSON.stringify(assistants(next?.messages ?? []))).toBe(JSON.stringify(wires))
      expect(words(next?.messages.at(-1))).toContain('And the sun?')
      expect((await finished(id)).selectedLeafId).toBe(answer)

      await ask(id, answer, 'Sure?', { model })
      const after = (await driver.requests()).at(-1)
      expect(JSON.stringify(assistants(after?.messages ?? []))).toBe(JSON.stringify([...wires, ...(await driver.wires(answer))]))
      expect((await listConversations(localUserId)).conversations.map(line => line.id)).toEqual([id])
      expect(await driver.violations()).toEqual([])
    }
  )

  test('goes its own way through a next round; a merge has the chosen texts and no reasoning', async () => {
    const { driver, id, detail } = await compared()
    await driver.script(...models.map(onModel => ({ onModel, reasoning: `${onModel} thinks again.`, text: `${onModel} answers again.` })))
    const seconds = await Promise.all(models.map((model, lane) => ask(id, answerOf(detail, lane).id, 'And the sun?', { model, lane })))
    const firstRequests = (await driver.requests()).slice(-models.length)
    for (const [lane, model] of models.entries()) {
      const sent = firstRequests.find(request => request.model === model)
      expect(JSON.stringify(assistants(sent?.messages ?? [])), model).toBe(JSON.stringify(await driver.wires(answerOf(detail, lane).id)))
    }
    expect((await finished(id)).selectedLeafId, 'lanes do not move the branch').toBe(answerOf(detail, 0).id)

    await driver.script({ text: 'All say the moon.' })
    const merged = await ask(id, null, 'Merge: Claude: by the moon. GPT: by the moon.', { model: 'openai/o3', purpose: 'merge' })
    const mergeRequest = (await driver.requests()).at(-1)
    expect(mergeRequest?.messages).toHaveLength(1)
    expect(JSON.stringify(mergeRequest)).not.toContain('reasoning_details')
    const lines = await finished(id)
    expect(lines.settingsOf[merged]).toEqual({ model: 'openai/o3', purpose: 'merge' })

    const chosen = seconds[0] ?? ''
    await continueWith(id, chosen)
    await driver.script({ text: 'More.' })
    await ask(id, chosen, 'Go on.', { model: models[0] ?? '' })
    const next = (await driver.requests()).at(-1)
    const expected = [...(await driver.wires(answerOf(detail, 0).id)), ...(await driver.wires(chosen))]
    expect(JSON.stringify(assistants(next?.messages ?? []))).toBe(JSON.stringify(expected))
    expect(words(next?.messages[0])).toContain(question)
    // What is encrypted or signed is random letters: it was compared whole above.
    const readable = JSON.stringify(next?.messages, (key, value: unknown) => (key === 'data' || key === 'signature' ? '' : value))
    for (const stranger of ['Opus', 'GPT', 'Gemini', 'openai', 'Merge', 'All say']) expect(readable).not.toContain(stranger)

    // The merge goes on as well, without the lanes it came from.
    await driver.script({ text: 'Indeed.' })
    await ask(id, merged, 'Sure?', { model: 'openai/o3' })
    const afterMerge = (await driver.requests()).at(-1)
    expect(JSON.stringify(assistants(afterMerge?.messages ?? []))).toBe(JSON.stringify(await driver.wires(merged)))
    expect(await driver.violations()).toEqual([])
  })
})
