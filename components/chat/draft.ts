/** A question that was put back into the field, and what had been written there. */
interface Edit {
  questionId: string
  aside: string
}

/** A text that is being written, kept per conversation so that neither a reload nor a failed send loses it. */
export interface Draft {
  get: () => string
  set: (text: string) => void
  /** The question that is being asked anew; `null` when the text is a new one. */
  editing: () => string | null
  /** Puts a question into the field; what stands there comes back afterwards. */
  edit: (questionId: string, text: string) => void
  /** The question was asked, or stays as it was: what had been written before is in the field again. */
  endEdit: () => void
  /** The text was sent and has arrived. */
  forget: () => void
  /** A new conversation has got its id: what is written from now on belongs to it. */
  moveTo: (scope: string) => void
  subscribe: (listener: () => void) => () => void
}

/** `scope` is a conversation id, or `new`. Storage may be full or forbidden: then the draft lives as long as the page. */
export function createDraft(scope: string): Draft {
  let key = keyOf(scope)
  const listeners = new Set<() => void>()
  let text: string | null = null
  let edit: Edit | null | undefined
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const get = () => {
    text ??= readStored(key)
    return text
  }
  const set = (next: string) => {
    text = next
    // An empty field is stored only by forget(): between Send and its arrival the stored text is the safe copy.
    if (next !== '') writeStored(key, next)
    tell()
  }
  const currentEdit = () => {
    if (edit === undefined) edit = readEdit(key)
    return edit
  }
  const setEdit = (next: Edit | null) => {
    edit = next
    if (next) writeStored(editKeyOf(key), JSON.stringify(next))
    else removeStored(editKeyOf(key), '')
  }
  return {
    get,
    set,
    editing: () => currentEdit()?.questionId ?? null,
    edit: (questionId, question) => {
      setEdit({ questionId, aside: currentEdit()?.aside ?? get() })
      set(question)
    },
    endEdit: () => {
      const aside = currentEdit()?.aside
      if (aside === undefined) return
      setEdit(null)
      // Typed while the question was on its way: it is the next one's.
      text = [aside, get()].filter(written => written !== '').join('\n')
      removeStored(key, text)
      tell()
    },
    forget: () => removeStored(key, text ?? ''),
    moveTo: next => {
      key = keyOf(next)
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

function keyOf(scope: string): string {
  return `steno:draft:${scope}`
}

function editKeyOf(key: string): string {
  return `${key}:edit`
}

/** Whatever else lies there is no edit of ours. */
function readEdit(key: string): Edit | null {
  const stored = readStored(editKeyOf(key))
  try {
    const parsed: Partial<Edit> | null = stored === '' ? null : JSON.parse(stored)
    const { questionId, aside } = parsed ?? {}
    return typeof questionId === 'string' && typeof aside === 'string' ? { questionId, aside } : null
  } catch {
    return null
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
    localStorage.setItem(key, value)
  } catch (error) {
    forgive(error)
  }
}

/** Keeps what was typed meanwhile. */
function removeStored(key: string, current: string): void {
  try {
    if (current === '') localStorage.removeItem(key)
    else localStorage.setItem(key, current)
  } catch (error) {
    forgive(error)
  }
}

/** Quota and privacy settings speak through DOMException; anything else is a fault of ours. */
function forgive(error: unknown): '' {
  if (error instanceof DOMException) return ''
  throw error
}
