import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { database } from '../../lib/db/client.ts'
// biome-ignore lint/style/noRestrictedImports: rows as the database takes them
import type { Prisma } from '../../lib/db/generated/client.ts'
import { randomOf } from '../bench/random.ts'
import { mp3, pdf, png, wav } from '../setup/sample-files.ts'
import { detailsByFamily, oddTexts } from './odd-texts.ts'

const statuses = ['complete', 'stopped', 'interrupted', 'failed'] as const

interface Rows {
  conversation: Prisma.ConversationCreateManyInput[]
  conversationTag: Prisma.ConversationTagCreateManyInput[]
  message: Prisma.MessageCreateManyInput[]
  step: Prisma.StepCreateManyInput[]
  toolCall: Prisma.ToolCallCreateManyInput[]
  messageAttachment: Prisma.MessageAttachmentCreateManyInput[]
  generation: Prisma.GenerationCreateManyInput[]
  vote: Prisma.VoteCreateManyInput[]
}

/** Stores conversations of every kind for one user, the same ones for the same seed but for their ids. */
export class TreeGenerator {
  readonly #rows: Rows = {
    conversation: [],
    conversationTag: [],
    message: [],
    step: [],
    toolCall: [],
    messageAttachment: [],
    generation: [],
    vote: []
  }
  readonly #files = new Map<string, { id: string; name: string; mediaType: string; sizeBytes: number }>()
  readonly #random: () => number
  readonly #userId: string
  #clock = Date.UTC(2026, 0, 1)

  constructor(userId: string, seed: number) {
    this.#userId = userId
    this.#random = randomOf(seed)
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #pick<Value>(values: readonly Value[]): Value {
    const value = values[this.#below(values.length)]
    if (value === undefined) throw new Error('Nothing to pick from')
    return value
  }

  #maybe<Value>(make: () => Value, chance = 0.5): Value | null {
    return this.#random() < chance ? make() : null
  }

  #time(): Date {
    this.#clock += this.#below(3) * 1000
    return new Date(this.#clock)
  }

  #text(): string {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#pick(oddTexts)).join(' ')
  }

  async store(count: number, folderId: string | null): Promise<void> {
    for (let index = 0; index < count; index++) await this.#storeOne(folderId)
    const { conversation, conversationTag, message, step, toolCall, messageAttachment, generation, vote } = this.#rows
    await database().$transaction([
      database().conversation.createMany({ data: conversation }),
      database().conversationTag.createMany({ data: conversationTag }),
      database().message.createMany({ data: message }),
      database().step.createMany({ data: step }),
      database().toolCall.createMany({ data: toolCall }),
      database().messageAttachment.createMany({ data: messageAttachment }),
      database().generation.createMany({ data: generation }),
      database().vote.createMany({ data: vote })
    ])
  }

  async #storeOne(folderId: string | null): Promise<void> {
    const id = uuidv7()
    const isCompare = this.#random() < 0.2
    const ids = await this.#storeMessages(id, isCompare)
    this.#rows.conversation.push({
      id,
      userId: this.#userId,
      kind: isCompare ? 'compare' : 'chat',
      title: this.#text(),
      selectedLeafId: ids.at(-1 - this.#below(ids.length)) ?? null,
      createdAt: this.#time(),
      updatedAt: this.#time(),
      pinnedAt: this.#maybe(() => this.#time(), 0.2),
      archivedAt: this.#maybe(() => this.#time(), 0.2),
      continuedAt: isCompare ? this.#maybe(() => this.#time()) : null,
      settings: this.#maybe(() => JSON.stringify({ temperature: 1, model: 'openai/gpt-5.2' })),
      forkedFromId: this.#maybe(uuidv7),
      forkedAtId: this.#maybe(uuidv7),
      rerunOfId: isCompare ? this.#maybe(uuidv7) : null,
      notes: isCompare ? this.#text() : '',
      folderId: this.#maybe(() => folderId)
    })
    const tags = new Set(Array.from({ length: this.#below(4) }, () => this.#pick(['work', 'ünï', '🏷️', 'a b'])))
    for (const name of tags) this.#rows.conversationTag.push({ conversationId: id, name })
    if (isCompare && ids[0]) this.#storeVote(id, ids[0])
  }

  async #storeMessages(conversationId: string, isCompare: boolean): Promise<string[]> {
    const nodes: { id: string; isUser: boolean }[] = []
    for (let count = 1 + this.#below(5); count > 0; count--) {
      const parents = nodes.filter(({ isUser }) => !isUser)
      const parent = nodes.length > 0 && this.#random() < 0.8 ? this.#pick(parents) : null
      const question = uuidv7()
      await this.#storeQuestion(conversationId, question, parent?.id ?? null)
      nodes.push({ id: question, isUser: true })
      for (let answers = 1 + this.#below(3), lane = 0; lane < answers; lane++) {
        const answer = uuidv7()
        await this.#storeAnswer(conversationId, answer, question, isCompare ? lane : null)
        nodes.push({ id: answer, isUser: false })
      }
    }
    return nodes.map(({ id }) => id)
  }

  async #storeQuestion(conversationId: string, id: string, parentId: string | null): Promise<void> {
    const files = this.#random() < 0.3 ? [await this.#storeFile()] : []
    const parts = [
      { type: 'text', text: this.#text() },
      ...files.map(({ id: fileId, name, mediaType, sizeBytes }) => ({
        type: 'file',
        mediaType,
        filename: name,
        url: `/api/attachments/${fileId}`,
        providerMetadata: { steno: { sizeBytes } }
      }))
    ]
    const createdAt = this.#time()
    this.#rows.message.push({ id, conversationId, parentId, role: 'user', status: 'complete', parts: JSON.stringify(parts), createdAt })
    this.#link(id, conversationId, files)
  }

  async #storeFile() {
    const [name, mediaType, bytes, size] = this.#pick([
      ['bild ä.png', 'image/png', png(3, 2, this.#below(9)), [3, 2]],
      ['x.pdf', 'application/pdf', pdf(), null],
      ['a.wav', 'audio/wav', wav(), null],
      ['a.mp3', 'audio/mpeg', mp3(), null]
    ] as const)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const [width, height] = size ?? [null, null]
    const known = this.#files.get(`${sha256} ${name}`)
    if (known) return known
    const file = { id: uuidv7(), name, mediaType, sizeBytes: bytes.length }
    await database().attachment.create({ data: { ...file, userId: this.#userId, width, height, sha256, bytes } })
    this.#files.set(`${sha256} ${name}`, file)
    return file
  }

  #link(messageId: string, conversationId: string, files: readonly { id: string }[]): void {
    for (const { id } of files) this.#rows.messageAttachment.push({ messageId, attachmentId: id, conversationId })
  }

  async #storeAnswer(conversationId: string, id: string, parentId: string, lane: number | null): Promise<void> {
    const model = this.#pick(['anthropic/claude-opus-4.5', 'openai/gpt-5.2', 'google/gemini-3-pro', 'x-ai/grok-4'])
    const steps = Array.from({ length: 1 + this.#below(3) }, (_, position) => this.#step(id, model, position))
    const files = this.#random() < 0.1 ? [await this.#storeFile()] : []
    const parts = steps.flatMap(step => [
      { type: 'step-start' },
      {
        type: 'reasoning',
        id: 'r',
        text: this.#text(),
        state: 'done',
        providerMetadata: { steno: { durationMs: this.#below(9000), hidden: true } }
      },
      { type: 'text', text: this.#text(), state: 'done' },
      ...step.calls.map(call => ({
        type: 'dynamic-tool',
        toolName: call.name,
        toolCallId: call.id,
        state: 'output-available',
        input: { value: this.#text(), '10': 1, '9': [1e21, 0.1, -0] },
        output: { text: this.#text() },
        resultProviderMetadata: { steno: { durationMs: 3 } }
      })),
      { type: 'source-url', sourceId: 's', url: 'https://example.org/ü', title: this.#text() }
    ])
    const status = this.#pick(statuses)
    const failure = { code: 'upstream_error', message: this.#text(), retryable: true, details: { odd: this.#text() } }
    const shown = files.map(file => ({ type: 'file', url: `/api/attachments/${file.id}`, mediaType: file.mediaType }))
    this.#rows.message.push({
      id,
      conversationId,
      parentId,
      role: 'assistant',
      status,
      parts: JSON.stringify([...parts, ...shown]),
      metadata: JSON.stringify({ model, durationMs: this.#below(9999), ...(status === 'failed' ? { failure } : {}), costState: 'billed' }),
      settings: JSON.stringify({ systemPrompt: this.#text(), model, ...(lane === null ? {} : { lane }), temperature: 0.1 }),
      requestHash: createHash('sha256').update(id).digest('hex'),
      createdAt: this.#time()
    })
    for (const { calls, ...step } of steps) {
      this.#rows.step.push({ ...step, messageId: id })
      for (const call of calls) this.#rows.toolCall.push({ ...call, messageId: id, stepPosition: step.position })
    }
    this.#link(id, conversationId, files)
    for (const { position } of steps) this.#storeCall(conversationId, id, position, model, lane)
  }

  #step(messageId: string, model: string, position: number) {
    const calls = Array.from({ length: this.#below(3) }, (_, index) => ({
      id: `${messageId}-${position}-${index}`,
      position: index,
      // Upstreams repeat theirs.
      wireId: this.#pick(['call_1', 'toolu_01', '']),
      name: 'calculator',
      arguments: this.#pick(['{"expression":"1+1"}', '{ "b" : 1.0,\n"a":2 }', '', '{"cut']),
      status: this.#pick(['ok', 'error', 'running']),
      output: this.#maybe(() => this.#text(), 0.8),
      durationMs: this.#maybe(() => this.#below(500))
    }))
    const toolCalls = calls.map(call =>
      JSON.stringify({ id: call.wireId, type: 'function', function: { name: call.name, arguments: call.arguments } })
    )
    const content = JSON.stringify(this.#text())
    const wire = `{"role":"assistant","content":${content}${toolCalls.length > 0 ? `,"tool_calls":[${toolCalls.join()}]` : ''},"reasoning_details":${this.#pick(detailsByFamily)}}`
    return {
      position,
      wire,
      model,
      provider: this.#maybe(() => 'Amazon Bedrock'),
      generationId: `gen-${uuidv7()}`,
      ended: this.#random() < 0.9,
      createdAt: this.#time(),
      calls
    }
  }

  #storeCall(conversationId: string, messageId: string, position: number, model: string, lane: number | null): void {
    const costState = this.#pick(['billed', 'pending', 'unknown'])
    const amount = () => BigInt(this.#below(2 ** 31)) * BigInt(this.#below(2 ** 20))
    const tokens = () => this.#maybe(() => this.#below(100_000))
    this.#rows.generation.push({
      id: uuidv7(),
      userId: this.#userId,
      openRouterId: this.#maybe(() => `gen-${uuidv7()}`),
      upstream: this.#pick(['demo', 'openrouter']),
      kind: lane === null ? this.#pick(['chat', 'title']) : this.#pick(['compare', 'merge']),
      conversationId,
      messageId: this.#maybe(() => messageId, 0.9),
      position,
      attempt: this.#below(2),
      model,
      servedModel: this.#maybe(() => `${model}-20260101`),
      provider: this.#maybe(() => this.#text()),
      effort: this.#maybe(() => 'high'),
      inputTokens: tokens(),
      outputTokens: tokens(),
      cacheReadTokens: tokens(),
      cacheWriteTokens: tokens(),
      reasoningTokens: tokens(),
      costState,
      costPicoUsd: costState === 'billed' ? this.#pick([0n, amount()]) : null,
      providerPicoUsd: this.#maybe(amount),
      feePicoUsd: this.#maybe(amount),
      toolFeePicoUsd: this.#maybe(amount),
      reasoningPicoUsd: this.#maybe(amount),
      cacheSavedPicoUsd: this.#maybe(() => -amount()),
      reservedPicoUsd: this.#maybe(amount),
      discarded: this.#random() < 0.3,
      finishReason: this.#maybe(() => 'stop'),
      nativeFinishReason: this.#maybe(() => 'end_turn'),
      errorCode: this.#maybe(() => 'upstream_error', 0.1),
      usage: this.#maybe(() => '{"cost": 1.50e-3, "prompt_tokens":1}'),
      timeToFirstTokenMs: tokens(),
      durationMs: tokens(),
      createdAt: this.#time()
    })
  }

  #storeVote(conversationId: string, questionId: string): void {
    const lanes = JSON.stringify([
      { lane: 0, model: 'openai/gpt-5.2', answerId: uuidv7() },
      { lane: 1, model: 'x-ai/grok-4' }
    ])
    const lane = this.#pick([0, 1, null])
    this.#rows.vote.push({ conversationId, questionId, userId: this.#userId, lane, lanes, createdAt: this.#time() })
  }
}
