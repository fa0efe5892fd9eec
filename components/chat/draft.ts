/** A text that is being written, kept per conversation so that neither a reload nor a failed send loses it. */
export interface Draft {
  get: () => string
  set: (text: string) => void
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
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    get: () => {
      text ??= readStored(key)
      return text
    },
    set: next => {
      text = next
      // An empty field is stored only by forget(): between Send and its arrival the stored text is the safe copy.
      if (next !== '') writeStored(key, next)
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
