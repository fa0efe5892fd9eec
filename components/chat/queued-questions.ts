import type { ChatMessage } from '../../lib/chat/message.ts'
import { idBeside } from '../../lib/chat/temporary.ts'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'
import type { ApiError } from '../http/request-json.ts'
import type { Draft } from './draft.ts'
import { MessageQueue, type QueuedMessage, thisPageId } from './message-queue.ts'
import { type AskedTurn, confirmed, type NewQuestion, turnOf } from './new-question.ts'
import { QueueSender } from './queue-sender.ts'

/** The session whose queue it is. */
interface QueueOwner {
  conversationId: string
  draft: Draft
  /** The server has it. */
  exists: () => boolean
  isBusy: () => boolean
  branch: () => readonly ChatMessage[]
  runningId: () => string | null
  knows: (messageId: string) => boolean
  hasSeen: (answerId: string) => boolean
  /** Answers when the question has arrived (`null`) or was refused. `confirm`: asks it once more, beyond the budgets that ask. */
  ask: (turn: AskedTurn, asked: NewQuestion, confirm: () => void) => Promise<ApiError | null>
  stop: () => void
}

/** What somebody wrote before it could be asked: behind a running answer, or while Steno could not be reached. */
export class QueuedQuestions {
  readonly store: MessageQueue
  readonly #owner: QueueOwner
  readonly #sender: QueueSender

  constructor(owner: QueueOwner) {
    this.#owner = owner
    this.store = new MessageQueue(owner.conversationId, owner.exists())
    this.#sender = new QueueSender(this.store, {
      busy: owner.isBusy,
      branch: owner.branch,
      knows: owner.knows,
      hasSeen: owner.hasSeen,
      send: (item, parentId) => this.#send(item, parentId)
    })
  }

  start(): () => void {
    const sendNext = () => this.sendNext()
    const unsubscribe = this.store.subscribe(sendNext)
    globalThis.addEventListener('online', sendNext)
    sendNext()
    return () => {
      unsubscribe()
      globalThis.removeEventListener('online', sendNext)
      this.#sender.stop()
    }
  }

  sendNext(): void {
    void this.#sender.sendNext()
  }

  has(turn: TurnRequest): boolean {
    return turn.trigger === 'submit-message' && this.store.getState().items.some(({ id }) => id === turn.message.id)
  }

  /** Behind the running answer; what has a place of its own is a branch, and only waits for that answer's end. */
  add(asked: NewQuestion, settings: TurnSettings): boolean {
    const { text, files = [], after } = asked
    // A first question that has not arrived has no conversation yet that anything could be kept for.
    if (!this.#owner.exists()) return false
    const { conversationId } = this.#owner
    const item = {
      id: idBeside(conversationId),
      answerId: idBeside(conversationId),
      pageId: thisPageId,
      text,
      files,
      settings,
      ...(after === undefined ? {} : { parentId: after })
    }
    this.store.add(item, this.#end())
    this.#clearField(asked)
    return true
  }

  /** Steno could not be reached: it is sent when it can, with the ids that it had. */
  keepForLater(turn: AskedTurn, asked: NewQuestion): void {
    const { text, files = [], after } = asked
    const { message, assistantMessageId: answerId, settings, overBudget } = turn
    const item: QueuedMessage = {
      ...{ id: message.id, answerId, pageId: thisPageId, text, files, settings, ...confirmed(overBudget) },
      ...(after === undefined ? {} : { parentId: after })
    }
    this.#sender.wait()
    this.store.change(({ items }) => ({ items: [item, ...items], after: this.#end(), paused: null, now: item.id, unreachable: true }))
    // Without a conversation the text that is stored as a draft stays the safe copy.
    if (this.#owner.exists()) this.#clearField(asked)
    else if (this.#owner.draft.holds(asked)) this.#owner.draft.clear()
  }

  /** Goes on, whatever came of the answer before. */
  resume(): void {
    const now = this.#owner.runningId() === null
    this.store.change(({ items }) => ({ paused: null, after: this.#end(), now: now ? (items[0]?.id ?? null) : null }))
  }

  /** Before the others, and at once: a running answer is stopped for it. */
  sendNow(id: string): void {
    this.store.change(({ items }) => ({
      items: [...items.filter(item => item.id === id), ...items.filter(item => item.id !== id)],
      paused: null,
      after: this.#end(),
      now: id
    }))
    this.#owner.stop()
  }

  /** Where the branch on screen ends, now or with the running answer. */
  #end(): string | null {
    return this.#owner.runningId() ?? this.#owner.branch().at(-1)?.id ?? null
  }

  #clearField(asked: NewQuestion): void {
    const { draft } = this.#owner
    if (!draft.holds(asked)) return
    draft.clear()
    draft.endEdit()
    draft.forget()
  }

  async #send(item: QueuedMessage, parentId: string | null): Promise<ApiError | null> {
    const turn = turnOf(item, { conversationId: this.#owner.conversationId, parentId, ...item })
    return await this.#owner.ask(turn, { ...item, after: parentId }, () => this.#confirm(item.id))
  }

  #confirm(id: string): void {
    this.store.change(({ items }) => ({
      items: items.map(item => (item.id === id ? { ...item, overBudget: true as const } : item)),
      paused: null,
      now: id
    }))
  }
}
