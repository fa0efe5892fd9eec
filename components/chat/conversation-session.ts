import { Chat } from '@ai-sdk/react'
import { branchTo } from '../../lib/chat/branch.ts'
import type { ChatSettings } from '../../lib/chat/chat-settings.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { idBeside } from '../../lib/chat/temporary.ts'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'
import { ApiError, asApiError, requestJson } from '../http/request-json.ts'
import { BranchEdits } from './branch-edits.ts'
import { branchAfterRefresh, overlayBranch, withEarlier } from './branch-view.ts'
import { ConversationChanges } from './conversation-changes.ts'
import type { Draft } from './draft.ts'
import { type AskedTurn, type NewQuestion, partsOf, questionOf, turnAgain, turnOf, whatIsAsked } from './new-question.ts'
import { QueuedQuestions } from './queued-questions.ts'
import { runningOf } from './running-turn.ts'
import { afterLoss, afterReading, type Before, deletedProblem, type SessionOptions, type SessionState, stateOf } from './session-state.ts'
import { TurnTransport } from './transport.ts'

/**
 * One conversation on screen: the tree, the branch that is shown (in `chat`), the running turn, and what a user can do.
 * Leaving the page only detaches; a turn is stopped by `stop()` alone.
 */
export class ConversationSession {
  readonly conversationId: string
  readonly draft: Draft
  readonly queue: QueuedQuestions
  readonly edits: BranchEdits
  readonly chat: Chat<ChatMessage>
  readonly #onAccepted: (turn: TurnRequest) => void
  readonly #changes: ConversationChanges
  readonly #listeners = new Set<() => void>()
  readonly #accepted = new Set<string>()
  /** To be told when the server has the turn, or has refused it. */
  #arrived: (refusal: ApiError | null) => void = () => undefined
  /** Of the turn that this page asked for last. */
  lastSettings: TurnSettings | null = null
  #state: SessionState
  #exists: boolean
  #disposed = false
  #reads = 0
  /** The last question that did not arrive: asked again unchanged, it keeps its ids, so it can never be asked twice. */
  #refused: AskedTurn | null = null
  /** Asks once more what was asked last, beyond the budgets that ask. */
  #confirm: (() => void) | null = null
  /** The answer to what was last sent from the field. */
  #fromField: string | null = null

  constructor({ conversationId, detail, draft, onAccepted }: SessionOptions) {
    this.conversationId = conversationId
    this.draft = draft
    this.#onAccepted = onAccepted
    this.#exists = detail !== null
    this.queue = new QueuedQuestions({
      conversationId,
      draft,
      exists: () => this.#exists,
      isBusy: () => this.busy || this.#disposed,
      branch: () => this.chat.messages,
      runningId: () => this.#state.running?.messageId ?? null,
      knows: id => overlayBranch(this.#state.tree, this.chat.messages).some(message => message.id === id),
      hasSeen: id => this.#accepted.has(id),
      ask: (turn, asked, confirm) => {
        this.#confirm = confirm
        this.#fromField = null
        return this.#send(turn, asked)
      },
      stop: () => this.stop()
    })
    this.#changes = new ConversationChanges({
      conversationId,
      exists: () => this.#exists && !this.#disposed,
      onSaved: () => void this.#reads++,
      onError: (during, error) => this.#set({ problem: { during, error } })
    })
    this.edits = new BranchEdits({
      conversationId,
      isBusy: () => this.busy,
      isPart: () => this.#isPart(),
      readAll: () => this.refresh(),
      all: () => overlayBranch(this.#state.tree, this.chat.messages),
      show: (tree, leafId) => {
        this.#set({ tree })
        this.chat.messages = branchTo(tree, leafId)
      },
      select: selectedLeafId => this.#changes.patch({ selectedLeafId })
    })
    this.#state = stateOf(detail)
    this.chat = new Chat<ChatMessage>({
      id: conversationId,
      messages: branchTo(detail?.messages ?? [], detail?.selectedLeafId ?? null),
      generateId: () => idBeside(conversationId),
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
    const stopQueue = this.queue.start()
    return () => {
      this.#disposed = true
      stopQueue()
      void this.chat.stop()
    }
  }

  get busy(): boolean {
    return this.#state.running !== null || this.chat.status === 'submitted' || this.chat.status === 'streaming'
  }

  /** Asks, at the branch's end or `after` a message further up (`null`: before all); queues it behind a running answer. False when there is nothing to ask. */
  submit(asked: NewQuestion, settings: TurnSettings): boolean {
    if (partsOf(asked).sent.length === 0) return false
    this.dismissProblem()
    if (this.busy || this.queue.store.getState().unreachable) return this.queue.add(asked, settings)
    this.#confirm = () => this.submit({ ...asked, overBudget: true }, settings)
    const parentId = asked.after === undefined ? (this.chat.messages.at(-1)?.id ?? null) : asked.after
    const { conversationId } = this
    const turn = this.#asBefore(
      turnOf(asked, { conversationId, parentId, settings, id: idBeside(conversationId), answerId: idBeside(conversationId) })
    )
    // Continue and the sample prompts are not from the field: what is being written there stays.
    if (this.draft.holds(asked)) {
      this.draft.clear()
      this.#fromField = turn.assistantMessageId
    }
    void this.#send(turn, asked).then(error => {
      if (error?.code === 'offline') this.queue.keepForLater(turn, asked)
    })
    return true
  }

  /** Another answer to a question. */
  retry(questionId: string, settings: TurnSettings, overBudget = false): void {
    if (this.busy) return
    this.#confirm = () => this.retry(questionId, settings, true)
    const { conversationId } = this
    const turn = turnAgain(questionId, { conversationId, settings, answerId: idBeside(conversationId), overBudget })
    void this.#run(turn, () => this.chat.regenerate({ messageId: questionId, body: turn }), { messages: this.chat.messages, asked: null })
  }

  stop(): void {
    const { running } = this.#state
    if (!running || running.stopping) return
    this.#set({ running: { ...running, stopping: true } })
    // A stop that comes before the question arrived waits for it.
    if (this.#accepted.has(running.messageId)) this.#postStop(running.messageId)
  }

  rename(title: string): void {
    this.#set({ title })
    this.#changes.patch({ title })
  }

  /** For the next questions; kept with the conversation as soon as there is one. */
  changeSettings(settings: ChatSettings): void {
    this.#set({ settings })
    this.#changes.saveSettings(settings)
  }

  readonly sendAnyway = (): void => this.#confirm?.()

  /** After a connection was given up. */
  reconnect(): void {
    this.#set({ problem: null })
    this.chat.clearError()
    if (!this.#joinRunningTurn()) void this.refresh()
  }

  readonly dismissProblem = (): void => this.#set({ problem: null })

  /** Deleted, here or in another tab, or brought back. The tab that deleted it leaves at once and has nothing to be told. */
  setDeleted(deleted: boolean): void {
    this.#exists = !deleted
    if (deleted) setTimeout(() => !(this.#exists || this.#disposed) && this.#set({ problem: deletedProblem }), 300)
  }

  /** Reads the conversation again; what is on screen stays while a turn runs. */
  async refresh(): Promise<void> {
    if (!this.#exists || this.#disposed) return
    const read = ++this.#reads
    try {
      const detail = await requestJson<ConversationDetail>(`/api/conversations/${this.conversationId}`)
      if (read !== this.#reads || this.#disposed) return
      this.#set(afterReading(detail, this.#changes.unsaved, this.#state.problem))
      void this.#changes.sendSettings()
      if (this.#isPart()) this.chat.messages = withEarlier(detail.messages, this.chat.messages)
      if (this.busy) return
      this.chat.messages = branchAfterRefresh(detail, this.chat.messages.at(-1)?.id ?? null)
      this.#joinRunningTurn()
      this.queue.sendNext()
    } catch (error) {
      if (read === this.#reads && !this.#state.problem) this.#set({ problem: { during: 'read', error: asApiError(error) } })
    }
  }

  /** The end of a long branch is on screen, the rest not read yet. */
  readonly #isPart = () => this.#state.earlier != null && this.#state.earlier.firstId === this.chat.messages[0]?.id

  #set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  #accept(turn: TurnRequest): void {
    this.#accepted.add(turn.assistantMessageId)
    this.#exists = true
    void this.#changes.sendSettings()
    this.queue.store.keep()
    this.#refused = null
    this.#arrived(null)
    if (turn.trigger === 'submit-message') {
      if (this.#fromField === turn.assistantMessageId) this.draft.endEdit()
      this.draft.forget()
      this.draft.moveTo(this.conversationId)
    }
    if (this.#state.running?.stopping) this.#postStop(turn.assistantMessageId)
    this.#onAccepted(turn)
  }

  /** The refused question when this is the same one again. */
  #asBefore(turn: AskedTurn): AskedTurn {
    return this.#refused && whatIsAsked(this.#refused) === whatIsAsked(turn) ? this.#refused : turn
  }

  /** Shows a question and its answer to come, and sends it. */
  async #send(turn: AskedTurn, asked: NewQuestion): Promise<ApiError | null> {
    const before = this.chat.messages
    // What stands below is another branch from now on.
    if (turn.parentId !== (before.at(-1)?.id ?? null)) this.edits.show(turn.parentId)
    return await this.#run(turn, () => this.chat.sendMessage(questionOf(turn, asked), { body: turn }), {
      messages: before,
      asked: this.#fromField === turn.assistantMessageId ? asked : null
    })
  }

  /** Answers as soon as the server has the question (`null`), or has refused it; the turn goes on. */
  #run(turn: TurnRequest, send: () => Promise<void>, before: Before): Promise<ApiError | null> {
    this.lastSettings = turn.settings
    this.#set({ problem: null, running: runningOf(turn) })
    const { promise, resolve } = Promise.withResolvers<ApiError | null>()
    this.#arrived = resolve
    void send().then(async () => {
      const isAccepted = this.#accepted.has(turn.assistantMessageId)
      const refusal = isAccepted ? null : asApiError(this.chat.error ?? new ApiError('offline', 'The page was left.'))
      if (refusal && !this.#disposed) this.#takeBack(turn, before, refusal)
      else if (refusal && before.asked) this.draft.putBack(before.asked)
      resolve(refusal)
      if (!this.#disposed) await this.#settle(refusal)
    })
    return promise
  }

  /** The question did not arrive: everything is as it was, with its text in the composer. */
  #takeBack(turn: TurnRequest, before: Before, error: ApiError): void {
    const asked = turn.trigger === 'submit-message' ? turn : null
    this.#refused = asked
    this.chat.clearError()
    this.chat.messages = before.messages
    if (before.asked) this.draft.putBack(before.asked, error.code !== 'offline')
    // The queue tells what it waits for.
    if (asked && (error.code === 'offline' || (error.code !== 'budget_reached' && this.queue.has(turn)))) return
    this.#set({ problem: { during: 'send', error, ...(asked && { parentId: asked.parentId }) } })
  }

  /** What every turn does when its stream is over, however it ended. */
  async #settle(refusal: ApiError | null = null): Promise<void> {
    const lost = this.chat.error && afterLoss(asApiError(this.chat.error), this.chat.messages)
    this.chat.clearError()
    this.#set({ running: null, connection: 'live', ...(lost ? { problem: lost.problem } : {}) })
    if (lost) this.chat.messages = lost.messages
    // After a lost connection the running turn would be joined and lost again; the notice's button does that.
    if (lost || refusal?.code === 'offline') return
    await this.refresh()
  }

  #joinRunningTurn(): boolean {
    const { id: messageId, metadata } = this.chat.messages.at(-1) ?? {}
    if (messageId === undefined || metadata?.status !== 'streaming' || this.busy) return false
    this.#accepted.add(messageId)
    this.#set({ running: { messageId, parentId: metadata.parentId, model: metadata.model, startedAt: null, stopping: false } })
    void this.chat.resumeStream({ body: { messageId } }).then(() => (this.#disposed ? this.#set({ running: null }) : this.#settle()))
    return true
  }

  #postStop(messageId: string): void {
    requestJson(`/api/chat/${messageId}/stop`, 'POST').catch((error: unknown) => {
      const { running } = this.#state
      this.#set({ running: running && { ...running, stopping: false }, problem: { during: 'stop', error: asApiError(error) } })
    })
  }
}
