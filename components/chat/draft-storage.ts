import { type AttachedFile, parseAttachedFile } from '../attachments/attached-file.ts'

/** A question that was put back into the field, and what had been written there. */
export interface Edit {
  questionId: string
  aside: string
  asideFiles: readonly AttachedFile[]
}

/** What of a draft lies in the browser. Storage may be full or forbidden: then it lives as long as the page. */
export class DraftStorage {
  readonly #key: string

  /** `scope` is a conversation id, or `new`. */
  constructor(scope: string) {
    this.#key = `steno:draft:${scope}`
  }

  text(): string {
    return readStored(this.#key)
  }

  /** An empty one is taken out. */
  setText(text: string): void {
    writeStored(this.#key, text)
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

  get #filesKey(): string {
    return `${this.#key}:files`
  }

  get #editKey(): string {
    return `${this.#key}:edit`
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

function readStored(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch (error) {
    return forgive(error)
  }
}

function writeStored(key: string, value: string): void {
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
