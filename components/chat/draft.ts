import type { FileUIPart } from 'ai'
import { attachmentIdOf } from '../../lib/chat/attachment.ts'
import { type AttachedFile, fileOfPart } from '../attachments/attached-file.ts'
import { DraftStorage, type Edit } from './draft-storage.ts'

/** What is asked with: the field's text and its stored files. */
interface Asked {
  text: string
  files?: readonly FileUIPart[]
}

/** A question that is being written, kept per conversation so that neither a reload nor a failed send loses it. */
export interface Draft {
  get: () => string
  set: (text: string) => void
  files: () => readonly AttachedFile[]
  setFiles: (files: readonly AttachedFile[]) => void
  /** This is what stands in the field. */
  holds: (asked: Asked) => boolean
  /** The field is empty: its question is on its way. What is stored stays the safe copy until `forget()`. */
  clear: () => void
  /** The question did not arrive: it is in the field again, unless another one is there by now; `beside` that, where nothing else keeps it. */
  putBack: (asked: Asked, beside?: boolean) => void
  /** The question that is being asked anew; `null` when the text is a new one. */
  editing: () => string | null
  /** Puts a question into the field; what stands there comes back afterwards. */
  edit: (questionId: string, question: Asked) => void
  /** The question was asked, or stays as it was: what had been written before is in the field again. */
  endEdit: () => void
  /** The question was sent and has arrived. */
  forget: () => void
  /** A new conversation has got its id: what is written from now on belongs to it. */
  moveTo: (scope: string) => void
  subscribe: (listener: () => void) => () => void
}

const noFiles: readonly AttachedFile[] = []

/** Of the server, which knows no drafts. */
export const filesOnServer = () => noFiles

/** `scope` is a conversation id, or `new`. */
export function createDraft(scope: string): Draft {
  let storage = new DraftStorage(scope)
  const listeners = new Set<() => void>()
  let text: string | null = null
  let files: readonly AttachedFile[] | null = null
  let edit: Edit | null | undefined
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const get = () => {
    text ??= storage.text()
    return text
  }
  const getFiles = () => {
    files ??= storage.files()
    return files
  }
  const isEmpty = () => get() === '' && getFiles().length === 0
  const store = () => {
    storage.setText(get())
    storage.setFiles(getFiles())
  }
  const change = (nextText: string, nextFiles: readonly AttachedFile[]) => {
    text = nextText
    files = nextFiles
    store()
    tell()
  }
  const currentEdit = () => {
    if (edit === undefined) edit = storage.edit()
    return edit
  }
  const setEdit = (next: Edit | null) => {
    edit = next
    storage.setEdit(next)
  }
  return {
    get,
    // A long text is written again and again: its files are not.
    set: next => {
      text = next
      storage.setTextSoon(next)
      tell()
    },
    files: getFiles,
    setFiles: next => {
      files = next
      storage.setFiles(next)
      tell()
    },
    holds: asked => {
      const ids = (asked.files ?? []).map(({ url }) => attachmentIdOf(url))
      return (
        get() === asked.text &&
        ids.join() ===
          getFiles()
            .map(({ id }) => id)
            .join()
      )
    },
    clear: () => {
      text = ''
      files = noFiles
      tell()
    },
    putBack: (asked, beside = false) => {
      if (!(beside || isEmpty())) return
      const own = (asked.files ?? []).flatMap(fileOfPart)
      const others = getFiles().filter(({ id }) => own.every(file => file.id !== id))
      change([asked.text, get()].filter(written => written !== '').join('\n'), [...own, ...others])
    },
    editing: () => currentEdit()?.questionId ?? null,
    edit: (questionId, question) => {
      const before = currentEdit() ?? { aside: get(), asideFiles: getFiles() }
      setEdit({ questionId, aside: before.aside, asideFiles: before.asideFiles })
      change(question.text, (question.files ?? []).flatMap(fileOfPart))
    },
    endEdit: () => {
      const before = currentEdit()
      if (!before) return
      setEdit(null)
      // Typed while the question was on its way: it is the next one's.
      change([before.aside, get()].filter(written => written !== '').join('\n'), [...before.asideFiles, ...getFiles()])
    },
    forget: store,
    moveTo: next => {
      get()
      getFiles()
      storage.setText('')
      storage.setFiles(noFiles)
      storage = new DraftStorage(next)
      store()
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
