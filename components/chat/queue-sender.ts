import type { ChatMessage, MessageStatus } from '../../lib/chat/message.ts'
import type { ApiError } from '../http/request-json.ts'
import { type MessageQueue, type QueuedMessage, type QueueState, thisPageId } from './message-queue.ts'

/** What the queue needs of its conversation. */
export interface QueuedConversation {
  /** An answer is being written. */
  busy: () => boolean
  /** The branch on screen. */
  branch: () => readonly ChatMessage[]
  /** A message of any branch. */
  knows: (messageId: string) => boolean
  /** This page has seen the answer being written. */
  hasSeen: (answerId: string) => boolean
  /** Asks; answers as soon as the server has the question (`null`) or has refused it. */
  send: (item: QueuedMessage, parentId: string | null) => Promise<ApiError | null>
}

/** An answer that ended longer ago, while no page looked: nobody expects that a question is sent then. */
const latestMs = 10 * 60_000
/** Until Steno is tried again; the browser's `online` and the next event from the server cut it short. */
const retryMs = 5000
/** For the page where something was queued, before another one sends it. */
const headStartMs = 1000

const ends: Record<Exclude<MessageStatus, 'complete' | 'streaming'>, string> = {
  stopped: 'You stopped the answer before it.',
  interrupted: 'The answer before it broke off.',
  failed: 'The answer before it failed.'
}

/** Sends what is queued, one at a time, each behind the answer before it. */
export class QueueSender {
  readonly #queue: MessageQueue
  readonly #conversation: QueuedConversation
  #timer: ReturnType<typeof setTimeout> | undefined
  #isSending = false
  #isAskedAgain = false

  constructor(queue: MessageQueue, conversation: QueuedConversation) {
    this.#queue = queue
    this.#conversation = conversation
  }

  /** To be called whenever the first one may be due. */
  async sendNext(): Promise<void> {
    this.#isAskedAgain = true
    if (this.#isSending) return
    this.#isSending = true
    try {
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false
        this.#queue.reread()
        const [first] = this.#queue.getState().items
        if (first && first.pageId !== thisPageId) await new Promise(resolve => setTimeout(resolve, headStartMs))
        if (first) await inOneTab(this.#queue.name, () => this.#sendFirst())
      }
    } finally {
      this.#isSending = false
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Steno has just not been reached. */
  wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.sendNext(), retryMs)
  }

  async #sendFirst(): Promise<void> {
    const queue = this.#queue
    const { busy, branch, knows, send } = this.#conversation
    // The page may have gone after the question arrived and before it was taken off the list.
    queue.reread()
    for (const item of queue.getState().items) if (!busy() && knows(item.id)) queue.sent(item)
    const state = queue.getState()
    const [first] = state.items
    const last = branch().at(-1)
    if (!first || queue.isHeld(first.id) || state.paused !== null || busy()) return
    if (last?.metadata?.status === 'streaming' || this.#isBehind(state)) return
    const reason = this.#reasonToWait(state, last)
    if (reason !== null) {
      queue.pause(reason)
      return
    }
    const error = await send(first, first.parentId === undefined ? (last?.id ?? null) : first.parentId)
    if (error?.code === 'offline') {
      this.wait()
      if (!state.unreachable) queue.change(() => ({ unreachable: true }))
      return
    }
    if (error === null) queue.sent(first)
    // Of `turn_active` the end is waited for; what was sent before is found among the messages.
    else if (error.code !== 'turn_active' && error.code !== 'idempotency_mismatch') queue.pause(error.message)
  }

  /** Another tab has sent something that this page has not read yet, or this page shows another branch. */
  #isBehind({ after, now, items }: QueueState): boolean {
    const branch = this.#conversation.branch()
    if (now !== null && now === items[0]?.id) return false
    return after === null ? branch.length > 0 : !branch.some(({ id }) => id === after)
  }

  #reasonToWait({ items: [first], now }: QueueState, last: ChatMessage | undefined): string | null {
    const { status, createdAt, durationMs = 0 } = last?.metadata ?? {}
    if (!first || !last || first.id === now || status === undefined || status === 'streaming') return null
    // A branch does not follow the answer that it waits for.
    if (status !== 'complete' && first.parentId === undefined) return ends[status]
    const endedAt = Date.parse(createdAt ?? '') + durationMs
    return !this.#conversation.hasSeen(last.id) && Date.now() - endedAt > latestMs
      ? 'No page was open when the answer before it ended.'
      : null
  }
}

/**
 * Two tabs would send the same question with the same ids, which is one turn; with the lock only one of them tries. Browsers
 * have it on https and on loopback alone.
 */
async function inOneTab(name: string, task: () => Promise<void>): Promise<void> {
  if (globalThis.navigator?.locks === undefined) await task()
  else await navigator.locks.request(name, task)
}
