import { deepestLeaf } from '../../lib/chat/branch.ts'
import type { EditedAnswer, NewFork, SavedQuestion } from '../../lib/chat/branch-request.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { idBeside } from '../../lib/chat/temporary.ts'
import { requestJson } from '../http/request-json.ts'
import { overlayBranch } from './branch-view.ts'
import { type NewQuestion, partsOf } from './new-question.ts'

interface BranchedConversation {
  conversationId: string
  isBusy: () => boolean
  /** Not everything was read yet; reads it. */
  isPart: () => boolean
  readAll: () => Promise<void>
  /** Every message, the newest as it is on screen. */
  all: () => readonly ChatMessage[]
  /** Shows the branch that ends in a message. */
  show: (all: ChatMessage[], leafId: string | null) => void
  /** Says which branch is selected from now on. */
  select: (leafId: string) => void
}

/** What changes the tree without asking a model: another branch, an edited answer, a question for later, a chat of its own. */
export class BranchEdits {
  readonly #conversation: BranchedConversation
  /** Ids of what may have arrived: the same once more is never a second one. */
  readonly #ids = new Map<string, string>()

  constructor(conversation: BranchedConversation) {
    this.#conversation = conversation
  }

  /** Shows the branch that ends in a message, for what is to follow it. */
  show(leafId: string | null): void {
    const { all, show } = this.#conversation
    show([...all()], leafId)
  }

  /** Shows the branch that goes through a message. */
  showBranchOf(messageId: string): void {
    const { isBusy, isPart, readAll, all, show, select } = this.#conversation
    if (isBusy()) return
    // Where it ends is known once everything is there.
    if (isPart()) return void readAll().then(() => isPart() || this.showBranchOf(messageId))
    const messages = [...all()]
    const leafId = deepestLeaf(messages, messageId)
    show(messages, leafId)
    select(leafId)
  }

  /** Another text in place of an answer's last one, as a sibling. Throws `ApiError`. */
  async editAnswer(answerId: string, text: string): Promise<ChatMessage> {
    const body: EditedAnswer = { id: this.#idOf(answerId, text), text }
    return this.#added(await requestJson<ChatMessage>(`/api/chat/${answerId}/edit`, 'POST', body))
  }

  /** A question that waits to be asked. Throws `ApiError`. */
  async saveQuestion(asked: NewQuestion & { after: string | null }): Promise<ChatMessage> {
    const { sent: parts } = partsOf(asked)
    const body: SavedQuestion = { parentId: asked.after, message: { id: this.#idOf('question', asked.after, parts), parts } }
    const { conversationId } = this.#conversation
    return this.#added(await requestJson<ChatMessage>(`/api/conversations/${conversationId}/questions`, 'POST', body))
  }

  /** A new conversation with the branch to an answer; its id. Throws `ApiError`. */
  async fork(answerId: string): Promise<string> {
    const body: NewFork = { conversationId: this.#idOf('fork', answerId), messageId: answerId }
    const { conversationId } = this.#conversation
    const { id } = await requestJson<ConversationDetail>(`/api/conversations/${conversationId}/fork`, 'POST', body)
    // It is there: one more is another chat.
    this.#ids.delete(keyOf('fork', answerId))
    return id
  }

  #added(message: ChatMessage): ChatMessage {
    const { isBusy, all, show } = this.#conversation
    if (!isBusy()) show(overlayBranch(all(), [message]), message.id)
    return message
  }

  #idOf(...what: unknown[]): string {
    const key = keyOf(...what)
    const id = this.#ids.get(key) ?? idBeside(this.#conversation.conversationId)
    this.#ids.set(key, id)
    return id
  }
}

const keyOf = (...what: unknown[]) => JSON.stringify(what)
