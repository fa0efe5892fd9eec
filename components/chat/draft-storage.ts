import { isTemporary } from '../../lib/chat/temporary.ts'
import { type AttachedFile, parseAttachedFile } from '../attachments/attached-file.ts'

/** A question that was put back into the field, and what had been written there. */
export interface Edit {
  questionId: string
  aside: string
  asideFiles: readonly AttachedFile[]
}

const soonMs = 300
/** By key. */
const forLater = new Map<string, string>()

function storeNow(): void {
  for (const [key, text] of forLater) writeStored(key, text)
  forLater.clear()
}

/** What of a draft lies in the browser. Storage may be full or forbidden: then it lives as long as the page, as in a temporary chat. */
export class DraftStorage {
  /** `null`: nothing is stored. */
  readonly #key: string | null

  /** `scope` is a conversation id, `new`, or `answer:` and a message id. */
  constructor(scope: string) {
    this.#key = isTemporary(scope.replace('answer:', '')) ? null : `steno:draft:${scope}`
  }

  text(): string {
    return forLater.get(this.#key ?? '') ?? readStored(this.#key)
  }

  /** An empty one is taken out. */
  setText(text: string): void {
    if (this.#key !== null) forLater.delete(this.#key)
    writeStored(this.#key, text)
  }

  /** The same in a moment, or when the page goes: a text that is being typed changes faster than it need be stored. */
  setTextSoon(text: string): void {
    if (this.#key === null) return
    if (forLater.size === 0) {
      setTimeout(storeNow, soonMs)
      addEventListener('pagehide', storeNow, { once: true })
      document.addEventListener('visibilitychange', storeNow, { once: true })
    }
    forLater.set(this.#key, text)
  }

  files(): readonly AttachedFile[] {
    const stored = parseStored(readStored(this.#filesKey))
    return Array.isArray(stored) ? stored.flatMap(parseAttachedFile) : []
  }

  setFiles(files: readonly AttachedFile[]): void {
    writeStored(this.#filesKey, files.length === 0 ? '' : JSON.stringify(files))
  }

  /** Whatever else lies there is no edit of ours. */
  edit(): Edit | null {
    const stored = parseStored(readStored(this.#editKey))
    if (typeof stored !== 'object' || stored === null) return null
    const { questionId, aside, asideFiles }: { [Key in keyof Edit]?: unknown } = stored
    if (typeof questionId !== 'string' || typeof aside !== 'string') return null
    return { questionId, aside, asideFiles: Array.isArray(asideFiles) ? asideFiles.flatMap(parseAttachedFile) : [] }
  }

  setEdit(edit: Edit | null): void {
    writeStored(this.#editKey, edit === null ? '' : JSON.stringify(edit))
  }

  get #filesKey(): string | null {
    return this.#key && `${this.#key}:files`
  }

  get #editKey(): string | null {
    return this.#key && `${this.#key}:edit`
  }
}

function parseStored(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function readStored(key: string | null): string {
  if (key === null) return ''
  try {
    return localStorage.getItem(key) ?? ''
  } catch (error) {
    return forgive(error)
  }
}

function writeStored(key: string | null, value: string): void {
  if (key === null) return
  try {
    if (value === '') localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch (error) {
    forgive(error)
  }
}

/** Quota and privacy settings speak through DOMException; anything else is a fault of ours. */
function forgive(error: unknown): '' {
  if (error instanceof DOMException) return ''
  throw error
}
