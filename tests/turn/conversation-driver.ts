import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { idBeside, temporaryId } from '../../lib/chat/temporary.ts'
import type { QuestionPart, TurnSettings } from '../../lib/chat/turn-request.ts'
import { chatDatabase } from '../../lib/db/chat-database.ts'
import { closeDatabase, database } from '../../lib/db/client.ts'
import { loadConversation } from '../../lib/db/conversations.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import { ensureUser } from '../../lib/db/users.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { recoverTurns } from '../../lib/turn/recover-turns.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'

export const defaultModel = 'anthropic/claude-sonnet-4.5'

/** Drives turns in this process, the simulator of the demo mode upstream: real HTTP, real database, nothing mocked. */
export class ConversationDriver {
  conversationId: string
  #leaf: string | null = null
  readonly #simulator: string
  /** What the simulator holds against a text that a user wrote in place of an answer's: it knows of no such hand. */
  #expectedViolations: string[] = []
  /** What the last answer's reader was sent. */
  chunks: Record<string, unknown>[] = []

  private constructor(simulator: string, conversationId: string) {
    this.#simulator = simulator
    this.conversationId = conversationId
  }

  /**
   * To be called within a test, which then fails when a request of it was not as the API wants it. `titles`: the first whole
   * answer is followed by one more call, which most tests do not ask about. `temporary`: its chat is in memory alone.
   */
  static async open({ titles = false, temporary = false } = {}): Promise<ConversationDriver> {
    await ensureUser(localUserId)
    await saveUserSettings(localUserId, { titles })
    const { baseUrl } = await upstreamOf(localUserId)
    const driver = new ConversationDriver(`${new URL(baseUrl).origin}/__sim`, temporary ? temporaryId() : uuidv7())
    await driver.#control('DELETE', '')
    onTestFinished(async () => {
      const rules = z.array(z.object({ rule: z.string() })).parse(await driver.violations())
      expect(
        rules.map(({ rule }) => rule),
        'violations at the simulator'
      ).toEqual(driver.#expectedViolations)
    })
    return driver
  }

  async #control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#simulator}/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    expect(response.status, await response.clone().text()).toBe(200)
    return response.json()
  }

  async script(...steps: ScriptStep[]): Promise<void> {
    await this.#control('POST', 'script', { key: 'sk-or-v1-demo', steps })
  }

  /** What its steps wait for is over. */
  async release(): Promise<void> {
    await this.#control('POST', 'release', { key: 'sk-or-v1-demo' })
  }

  async fault(fault: { path: string; status?: number; times?: number }): Promise<void> {
    await this.#control('POST', 'fault', fault)
  }

  /** Says that the next requests of this test will break these rules, in this order. */
  expectViolations(...rules: string[]): void {
    this.#expectedViolations.push(...rules)
  }

  async violations(): Promise<unknown> {
    return this.#control('GET', 'violations')
  }

  /** Bodies of the calls upstream, oldest first. */
  async requests(): Promise<WireBody[]> {
    return z
      .array(z.object({ body: wireBody }))
      .parse(await this.#control('GET', 'requests'))
      .map(({ body }) => body)
  }

  /** The whole body of a request with these messages, when nobody wished for anything else. */
  requestFor(messages: object[], model = defaultModel): object {
    const tools = ['calculator', 'current_time'].map(name => ({
      type: 'function',
      function: { name, description: expect.any(String), parameters: expect.any(Object) }
    }))
    return { model, messages, stream: true, session_id: this.conversationId, tools }
  }

  /** The simulator's connections, oldest first. */
  async streams(): Promise<unknown> {
    return this.#control('GET', 'streams')
  }

  async billPicoUsd(): Promise<bigint> {
    return BigInt(z.object({ picoUsd: z.string() }).parse(await this.#control('GET', 'bill')).picoUsd)
  }

  /** Asks, waits for the end, and answers with the stored message. */
  async ask(question: string | QuestionPart[], settings: Partial<TurnSettings> = {}): Promise<ChatMessage> {
    const { assistantMessageId, stream } = await this.start(question, settings)
    this.chunks = readChunks(await new Response(stream).text())
    return this.message(assistantMessageId)
  }

  /** Asks without waiting for the answer. */
  async start(question: string | QuestionPart[], settings: Partial<TurnSettings> = {}) {
    const assistantMessageId = idBeside(this.conversationId)
    const parts = typeof question === 'string' ? [{ type: 'text' as const, text: question }] : question
    const stream = await startTurn(localUserId, {
      trigger: 'submit-message',
      conversationId: this.conversationId,
      parentId: this.#leaf,
      assistantMessageId,
      message: { id: idBeside(this.conversationId), parts },
      settings: { model: defaultModel, ...settings }
    })
    this.#leaf = assistantMessageId
    return { assistantMessageId, stream }
  }

  /** Lets the question of this answer be answered once more; the conversation goes on from the new answer. */
  async askAgain(answer: ChatMessage, settings: Partial<TurnSettings> = {}): Promise<ChatMessage> {
    const { parentId } = answer.metadata ?? {}
    if (!parentId) throw new Error(`Message ${answer.id} answers nothing`)
    const assistantMessageId = idBeside(this.conversationId)
    const stream = await startTurn(localUserId, {
      trigger: 'regenerate-message',
      conversationId: this.conversationId,
      parentId,
      assistantMessageId,
      settings: { model: defaultModel, ...settings }
    })
    this.chunks = readChunks(await new Response(stream).text())
    this.#leaf = assistantMessageId
    return this.message(assistantMessageId)
  }

  /** The next question follows this answer, or begins the conversation anew: how a question is edited and a branch chosen. */
  continueFrom(answer: ChatMessage | null): void {
    this.#leaf = answer?.id ?? null
  }

  /** The next question is asked in another conversation, after this message. */
  moveTo(conversationId: string, leafId: string | null): void {
    this.conversationId = conversationId
    this.#leaf = leafId
  }

  /** What a restart of the process leaves of it: the file. */
  async restart(): Promise<void> {
    await globalThis.stenoHub?.shutDown()
    globalThis.stenoHub = undefined
    globalThis.stenoModelInfo = undefined
    await closeDatabase()
    await recoverTurns(new Date())
  }

  async message(id: string): Promise<ChatMessage> {
    const conversation = await loadConversation(localUserId, this.conversationId)
    const message = conversation?.messages.find(candidate => candidate.id === id)
    if (!message) throw new Error(`No message ${id}`)
    return message
  }

  /** Step.wire of a message, in order. */
  async wires(messageId: string): Promise<WireMessage[]> {
    const steps = await chatDatabase(messageId).step.findMany({ where: { messageId }, orderBy: { position: 'asc' } })
    return steps.map(step => wireMessage.parse(JSON.parse(step.wire)))
  }

  async ledger(messageId: string) {
    return database().generation.findMany({ where: { messageId }, orderBy: [{ position: 'asc' }, { attempt: 'asc' }] })
  }
}

const wireMessage = z.looseObject({
  role: z.string(),
  content: z.unknown(),
  tool_calls: z.array(z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) })).optional(),
  // Checked, not rebuilt: the order of keys is what a test may be about.
  reasoning_details: z.array(z.custom<Record<string, unknown>>(value => typeof value === 'object' && value !== null)).optional()
})
type WireMessage = z.infer<typeof wireMessage>

const wireBody = z.looseObject({ model: z.string(), messages: z.array(wireMessage), session_id: z.string().optional() })
type WireBody = z.infer<typeof wireBody>

function readChunks(stream: string): Record<string, unknown>[] {
  const lines = stream.split('\n').filter(line => line.startsWith('data: {'))
  return lines.map(line => z.record(z.string(), z.unknown()).parse(JSON.parse(line.slice('data: '.length))))
}

export function textOf(message: ChatMessage): string {
  return message.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('')
}
