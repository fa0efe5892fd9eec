import type { ChatSettings } from '../../lib/chat/chat-settings.ts'
import type { ConversationSummary } from '../../lib/chat/conversation.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'

interface ChangedConversation {
  conversationId: string
  /** The server has it. */
  exists: () => boolean
  /** Settings are saved: what is being read now may be older, and the server tells when to read again. */
  onSaved: () => void
  onError: (during: 'read' | 'save', error: ApiError) => void
}

/** What a user changes of a conversation, on its way to the server. Of its settings one request runs at a time, and the last change wins. */
export class ConversationChanges {
  readonly #conversation: ChangedConversation
  #unsaved: ChatSettings | null = null
  #isSaving = false

  constructor(conversation: ChangedConversation) {
    this.#conversation = conversation
  }

  /** Settings that the server does not have yet. */
  get unsaved(): ChatSettings | null {
    return this.#unsaved
  }

  patch(change: { title?: string; selectedLeafId?: string }): void {
    this.#send(change).catch((error: unknown) => this.#conversation.onError('read', asApiError(error)))
  }

  saveSettings(settings: ChatSettings): void {
    this.#unsaved = settings
    void this.sendSettings()
  }

  /** To be called again once the conversation is there, or can be reached again. */
  async sendSettings(): Promise<void> {
    if (this.#isSaving || this.#unsaved === null || !this.#conversation.exists()) return
    this.#isSaving = true
    try {
      while (this.#unsaved !== null) {
        const settings: ChatSettings = this.#unsaved
        await this.#send({ settings })
        if (this.#unsaved === settings) this.#unsaved = null
      }
      this.#conversation.onSaved()
    } catch (error) {
      this.#conversation.onError('save', asApiError(error))
    } finally {
      this.#isSaving = false
    }
  }

  #send(change: object): Promise<ConversationSummary> {
    return requestJson(`/api/conversations/${this.#conversation.conversationId}`, 'PATCH', change)
  }
}
