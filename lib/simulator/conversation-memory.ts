import type { RequestMessage } from './request-messages.ts'
import { textOf } from './request-messages.ts'
import type { SentMessage } from './sent-message.ts'

/** Enough for any test; then all is forgotten at once, so that nothing looks unknown that only was too old. */
const keptMessages = 5000

/** Every answer that was sent, to be recognised when it comes back as history. */
export class ConversationMemory {
  readonly #byPrefix = new Map<string, SentMessage[]>()
  readonly #byToolId = new Map<string, SentMessage[]>()
  readonly #byText = new Map<string, SentMessage[]>()
  readonly #ownSessions = new Set<string>()
  readonly #refused = new Set<string>()
  #count = 0

  /** An answer begins; `prefixHash` is of what it answers. */
  open(prefixHash: string, message: SentMessage): void {
    if (++this.#count > keptMessages) this.clear()
    append(this.#byPrefix, `${message.key} ${prefixHash}`, message)
  }

  /** It ended: now its ids and its text are known. */
  close(message: SentMessage): void {
    for (const call of message.toolCalls) append(this.#byToolId, `${message.key} ${call.id}`, message)
    if (message.text !== '') append(this.#byText, `${message.key} ${message.text}`, message)
  }

  /** A request was answered with 400: the same one may come again without its reasoning details. */
  refuse(key: string, prefixHash: string): void {
    this.#refused.add(`${key} ${prefixHash}`)
  }

  wasRefused(key: string, prefixHash: string): boolean {
    return this.#refused.has(`${key} ${prefixHash}`)
  }

  /** A session whose first request held no answers: from now on every answer in it must be one of ours. */
  openSession(key: string, sessionId: string, messages: readonly RequestMessage[]): void {
    if (!messages.some(message => message.role === 'assistant')) this.#ownSessions.add(`${key} ${sessionId}`)
  }

  isOwnSession(key: string, sessionId: string | null): boolean {
    return sessionId !== null && this.#ownSessions.has(`${key} ${sessionId}`)
  }

  /**
   * Answers that this message can only be a copy of: given to exactly these messages; else, in the same session, with the same
   * tool ids or the same text. The newest first.
   */
  candidates(options: { key: string; sessionId: string | null; prefixHash: string; message: RequestMessage }): SentMessage[] {
    const { key, sessionId, prefixHash, message } = options
    const byPlace = this.#byPrefix.get(`${key} ${prefixHash}`)
    if (byPlace) return byPlace.toReversed()
    const toolId = message.tool_calls?.[0]?.id
    const byTool = typeof toolId === 'string' ? this.#byToolId.get(`${key} ${toolId}`) : undefined
    const alike = byTool ?? this.#byText.get(`${key} ${textOf(message.content)}`) ?? []
    return alike.filter(sent => sent.sessionId === sessionId).toReversed()
  }

  clear(key?: string): void {
    this.#count = 0
    for (const collection of [this.#byPrefix, this.#byToolId, this.#byText, this.#ownSessions, this.#refused])
      for (const entry of collection.keys()) if (key === undefined || entry.startsWith(`${key} `)) collection.delete(entry)
  }
}

function append(map: Map<string, SentMessage[]>, key: string, message: SentMessage): void {
  const known = map.get(key)
  if (known) known.push(message)
  else map.set(key, [message])
}
