import { Chat } from '@ai-sdk/react'
import { uuidv7 } from 'uuidv7'
import { branchTo, deepestLeaf } from '../../lib/chat/branch.ts'
import type { ConversationDetail, ConversationSummary, CostTotal } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'
import { branchAfterRefresh, overlayBranch } from './branch-view.ts'
import type { Draft } from './draft.ts'
import type { Connection } from './follow-turn.ts'
import { answered, confirmed, type NewQuestion, partsOf, whatIsAsked } from './new-question.ts'
import type { RunningTurn } from './running-turn.ts'
import { TurnTransport } from './transport.ts'

/** What went wrong between this page and Steno; what went wrong upstream is in the message itself. */
export interface Problem {
  during: 'send' | 'connection' | 'stop' | 'read'
  error: ApiError
}

/** Everything about a conversation that is not in the branch itself. */
export interface SessionState {
  tree: readonly ChatMessage[]
  title: string
  cost: CostTotal | null
  /** What the branch goes on with; `null` before the first question. */
  settings: TurnSettings | null
  running: RunningTurn | null
  connection: Connection
  problem: Problem | null
}

interface SessionOptions {
  conversationId: string
  detail: ConversationDetail | null
  draft: Draft
  /** The server has the question. */
  onAccepted: (turn: TurnRequest) => void
}

/**
 * One conversation on screen: the tree, the branch that is shown (in `chat`), the running turn, and what a user can do.
 * Leaving the page only detaches; a turn is stopped by `stop()` alone.
 */
export class ConversationSession {
  readonly conversationId: string
  readonly draft: Draft
  readonly chat: Chat<ChatMessage>
  readonly #onAccepted: (turn: TurnRequest) => void
  readonly #listeners = new Set<() => void>()
  readonly #accepted = new Set<string>()
  #state: SessionState
  #exists: boolean
  #disposed = false
  #reads = 0
  /** The last question that did not arrive: asked again unchanged, it keeps its ids, so it can never be asked twice. */
  #refused: TurnRequest | null = null
  /** Asks once more what was asked last, beyond the budgets that ask. */
  #confirm: (() => void) | null = null
  /** The answer to what was last sent from the field. */
  #fromField: string | null = null

  constructor({ conversationId, detail, draft, onAccepted }: SessionOptions) {
    this.conversationId = conversationId
    this.draft = draft
    this.#onAccepted = onAccepted
    this.#exists = detail !== null
    this.#state = {
      tree: detail?.messages ?? [],
      title: detail?.title ?? '',
      cost: detail?.cost ?? null,
      settings: detail?.settings ?? null,
      running: null,
      connection: 'live',
      problem: null
    }
    this.chat = new Chat<ChatMessage>({
      id: conversationId,
      messages: branchTo(detail?.messages ?? [], detail?.selectedLeafId ?? null),
      generateId: uuidv7,
      transport: new TurnTransport({
        onConnection: connection => this.#set({ connection }),
        onAccepted: turn => this.#accept(turn)
      })
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getState = (): SessionState => this.#state

  /** Joins a turn that runs already; the result detaches. */
  readonly start = (): (() => void) => {
    this.#disposed = false
    this.#joinRunningTurn()
    return () => {
      this.#disposed = true
      void this.chat.stop()
    }
  }

  get busy(): boolean {
    return this.#state.running !== null || this.chat.status === 'submitted' || this.chat.status === 'streaming'
  }

  /** Asks, at the branch's end or `after` a message further up (`null`: before all); false when there is nothing to ask or an answer is running. */
  submit(asked: NewQuestion, settings: TurnSettings): boolean {
    const { text, after } = asked
    const { sent, shown } = partsOf(asked)
    if (sent.length === 0 || this.busy) return false
    this.#confirm = () => this.submit({ ...asked, overBudget: true }, settings)
    const before = this.chat.messages
    const parentId = after === undefined ? (before.at(-1)?.id ?? null) : after
    const turn = this.#asBefore({
      trigger: 'submit-message',
      conversationId: this.conversationId,
      parentId,
      assistantMessageId: uuidv7(),
      message: { id: uuidv7(), parts: sent },
      settings,
      ...confirmed(asked.overBudget)
    })
    if (turn.trigger !== 'submit-message') return false
    const question: ChatMessage = {
      id: turn.message.id,
      role: 'user',
      parts: shown,
      metadata: { status: 'complete', parentId: turn.parentId, createdAt: new Date().toISOString() }
    }
    // Continue and the sample prompts are not from the field: what is being written there stays.
    if (this.draft.get() === text) {
      this.draft.set('')
      this.#fromField = turn.assistantMessageId
    }
    if (after !== undefined) {
      // What stands below is another branch from now on.
      this.#set({ tree: overlayBranch(this.#state.tree, before) })
      this.chat.messages = branchTo(before, after)
    }
    void this.#run(turn, () => this.chat.sendMessage(question, { body: turn }), { messages: before, text })
    return true
  }

  /** Another answer to a question. */
  retry(questionId: string, settings: TurnSettings, overBudget = false): void {
    if (this.busy) return
    this.#confirm = () => this.retry(questionId, settings, true)
    const before = this.chat.messages
    const turn: TurnRequest = {
      trigger: 'regenerate-message',
      conversationId: this.conversationId,
      parentId: questionId,
      assistantMessageId: uuidv7(),
      settings,
      ...confirmed(overBudget)
    }
    void this.#run(turn, () => this.chat.regenerate({ messageId: questionId, body: turn }), { messages: before, text: null })
  }

  stop(): void {
    const { running } = this.#state
    if (!running || running.stopping) return
    this.#set({ running: { ...running, stopping: true } })
    // A stop that comes before the question arrived waits for it.
    if (this.#accepted.has(running.messageId)) this.#postStop(running.messageId)
  }

  /** Shows the branch that goes through a message. */
  showBranchOf(messageId: string): void {
    if (this.busy) return
    const all = overlayBranch(this.#state.tree, this.chat.messages)
    const leafId = deepestLeaf(all, messageId)
    this.#set({ tree: all })
    this.chat.messages = branchTo(all, leafId)
    this.#patch({ selectedLeafId: leafId })
  }

  rename(title: string): void {
    this.#set({ title })
    this.#patch({ title })
  }

  readonly sendAnyway = (): void => this.#confirm?.()

  /** After a connection was given up. */
  reconnect(): void {
    this.#set({ problem: null })
    this.chat.clearError()
    if (!this.#joinRunningTurn()) void this.refresh()
  }

  dismissProblem(): void {
    this.#set({ problem: null })
  }

  /** Reads the conversation again; what is on screen stays while a turn runs. */
  async refresh(): Promise<void> {
    if (!this.#exists || this.#disposed) return
    const read = ++this.#reads
    try {
      const detail = await requestJson<ConversationDetail>(`/api/conversations/${this.conversationId}`)
      if (read !== this.#reads || this.#disposed) return
      this.#set({ tree: detail.messages, title: detail.title, cost: detail.cost, settings: detail.settings })
      if (this.busy) return
      this.chat.messages = branchAfterRefresh(detail, this.chat.messages.at(-1)?.id ?? null)
      this.#joinRunningTurn()
    } catch (error) {
      if (read === this.#reads && !this.#state.problem) this.#set({ problem: { during: 'read', error: asApiError(error) } })
    }
  }

  #set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  #accept(turn: TurnRequest): void {
    this.#accepted.add(turn.assistantMessageId)
    this.#exists = true
    this.#refused = null
    if (turn.trigger === 'submit-message') {
      if (this.#fromField === turn.assistantMessageId) this.draft.endEdit()
      this.draft.forget()
      this.draft.moveTo(this.conversationId)
    }
    if (this.#state.running?.stopping) this.#postStop(turn.assistantMessageId)
    this.#onAccepted(turn)
  }

  /** The refused question when this is the same one again. */
  #asBefore(turn: TurnRequest): TurnRequest {
    return this.#refused && whatIsAsked(this.#refused) === whatIsAsked(turn) ? this.#refused : turn
  }

  async #run(turn: TurnRequest, send: () => Promise<void>, before: { messages: ChatMessage[]; text: string | null }): Promise<void> {
    this.#set({
      problem: null,
      running: {
        messageId: turn.assistantMessageId,
        parentId: answered(turn),
        model: turn.settings.model,
        startedAt: Date.now(),
        stopping: false
      }
    })
    await send()
    if (this.#disposed) return
    if (this.chat.error && !this.#accepted.has(turn.assistantMessageId)) this.#takeBack(turn, before, asApiError(this.chat.error))
    await this.#settle()
  }

  /** The question did not arrive: everything is as it was, with its text in the composer. */
  #takeBack(turn: TurnRequest, before: { messages: ChatMessage[]; text: string | null }, error: ApiError): void {
    this.#refused = turn
    this.chat.clearError()
    this.chat.messages = before.messages
    if (before.text !== null && this.draft.get() === '') this.draft.set(before.text)
    this.#set({ problem: { during: 'send', error } })
  }

  /** What every turn does when its stream is over, however it ended. */
  async #settle(): Promise<void> {
    const lost = this.chat.error
    this.chat.clearError()
    this.#set({ running: null, connection: 'live', ...(lost ? { problem: { during: 'connection', error: asApiError(lost) } } : {}) })
    // After a lost connection the running turn would be joined and lost again; the notice's button does that.
    if (!lost) await this.refresh()
  }

  #joinRunningTurn(): boolean {
    const last = this.chat.messages.at(-1)
    if (last?.metadata?.status !== 'streaming' || this.busy) return false
    const { parentId, model } = last.metadata
    this.#accepted.add(last.id)
    this.#set({ running: { messageId: last.id, parentId, model, startedAt: null, stopping: false } })
    void this.chat.resumeStream({ body: { messageId: last.id } }).then(() => {
      if (!this.#disposed) return this.#settle()
      this.#set({ running: null })
      return undefined
    })
    return true
  }

  #postStop(messageId: string): void {
    requestJson(`/api/chat/${messageId}/stop`, 'POST').catch((error: unknown) => {
      const { running } = this.#state
      this.#set({ running: running && { ...running, stopping: false }, problem: { during: 'stop', error: asApiError(error) } })
    })
  }

  #patch(change: { title?: string; selectedLeafId?: string }): void {
    requestJson<ConversationSummary>(`/api/conversations/${this.conversationId}`, 'PATCH', change).catch((error: unknown) => {
      this.#set({ problem: { during: 'read', error: asApiError(error) } })
    })
  }
}
