import 'server-only'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { ImportSource } from '../chat/import.ts'
import { AppError } from '../errors.ts'
import { checkConversation, reasonOf, UnreadableRecord } from '../portable/check-conversation.ts'
import {
  type AttachmentRecord,
  attachmentRecord,
  exportFormat,
  exportVersion,
  type FolderRecord,
  folderRecord
} from '../portable/export-format.ts'
import type { ForeignChat } from '../portable/foreign-chat.ts'
import { foreignSourceOf, readForeignChat } from '../portable/foreign-source.ts'
import { BrokenJson, type JsonPiece, JsonPieces } from '../portable/json-pieces.ts'

const maxConversationBytes = 64 * 1024 * 1024
const maxAttachmentBytes = 32 * 1024 * 1024
const maxPieces = 500_000
/** What is nested deeper can be read but not stored: so deep go SQLite's JSON functions, with which searching reads a message. */
const maxDepth = 1000
const chunkBytes = 256 * 1024

/** A conversation of the file, or why it is none. */
export type ReadConversation = { place: string } & (({ ok: true } & ForeignChat) | { ok: false; message: string })

/** A file that is being brought in: found its pieces, read when they are wanted. */
export class ImportFile {
  readonly source: ImportSource
  readonly folders: readonly FolderRecord[]
  readonly #handle: FileHandle
  readonly #conversations: readonly JsonPiece[]
  readonly #attachments: ReadonlyMap<string, JsonPiece>

  private constructor(handle: FileHandle, found: Found) {
    this.#handle = handle
    this.source = found.source
    this.folders = found.folders
    this.#conversations = found.conversations
    this.#attachments = found.attachments
  }

  /** Finds what is in the file. Throws 422 when it is of no kind that Steno knows. */
  static async open(path: string): Promise<ImportFile> {
    const handle = await open(/* turbopackIgnore: true */ path, 'r')
    try {
      return new ImportFile(handle, await findPieces(handle))
    } catch (error) {
      await handle.close()
      if (error instanceof BrokenJson || error instanceof UnreadableRecord) throw unreadable(error.message, error)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  get count(): number {
    return this.#conversations.length
  }

  async *conversations(): AsyncGenerator<ReadConversation> {
    for (const [index, piece] of this.#conversations.entries()) {
      const place = `conversations.${index}`
      try {
        const value = await readPiece(this.#handle, piece, maxConversationBytes)
        yield { place, ok: true, ...this.#toChat(value) }
      } catch (error) {
        if (!(error instanceof UnreadableRecord)) throw error
        yield { place, ok: false, message: error.message }
      }
      // Checking one takes a while: answers that are running get their turn.
      await setImmediate()
    }
  }

  #toChat(value: unknown): ForeignChat {
    if (this.source !== 'steno') return readForeignChat(this.source, value)
    const record = checkConversation(value)
    const ids = record.messages.flatMap(({ attachmentIds }) => attachmentIds)
    const missing = ids.find(id => !this.#attachments.has(id))
    if (missing !== undefined) throw new UnreadableRecord('messages', 'a file that they show is not in attachments')
    return { record, files: new Map(), losses: [] }
  }

  /** An attachment of our own format; `null` when the file has none of this id. */
  async attachment(id: string): Promise<AttachmentRecord | null> {
    const piece = this.#attachments.get(id)
    return piece ? readAttachment(this.#handle, piece) : null
  }
}

interface Found {
  source: ImportSource
  folders: FolderRecord[]
  conversations: JsonPiece[]
  attachments: Map<string, JsonPiece>
}

async function findPieces(handle: FileHandle): Promise<Found> {
  const pieces = await splitFile(handle)
  const whole = new Map(pieces.flatMap(piece => (piece.isWhole && piece.key !== null ? [[piece.key, piece] as const] : [])))
  const format = whole.get('format')
  if (format && (await readPiece(handle, format, 1000)) === exportFormat) return findOurs(handle, pieces, whole)
  const { size } = await handle.stat()
  // An object that is no export of ours is one conversation.
  const depth = pieces.reduce((deepest, piece) => Math.max(deepest, piece.depth + 2), 0)
  const entries = pieces.every(({ key }) => key === null) ? pieces : [{ key: null, start: 0, end: size, isWhole: false, depth }]
  const [first] = entries
  const source = first ? foreignSourceOf(await readPiece(handle, first, maxConversationBytes)) : null
  if (source === null) throw new UnreadableRecord('', 'It is no export of Steno, ChatGPT, LibreChat or Open WebUI.')
  return { source, folders: [], conversations: entries, attachments: new Map() }
}

async function findOurs(handle: FileHandle, pieces: readonly JsonPiece[], whole: ReadonlyMap<string, JsonPiece>): Promise<Found> {
  const version = whole.get('version')
  const found = version ? await readPiece(handle, version, 100) : null
  if (found !== exportVersion) throw new UnreadableRecord('version', `This Steno reads version ${exportVersion}.`)
  const of = (name: string) => pieces.filter(({ key, isWhole }) => key === name && !isWhole)
  const folders: FolderRecord[] = []
  for (const [index, piece] of of('folders').entries()) {
    folders.push(parsed(folderRecord, await readPiece(handle, piece, 1_000_000), `folders.${index}`))
    if (folders.length > 1000) throw new UnreadableRecord('folders', 'There are more than 1,000.')
  }
  const attachments = new Map<string, JsonPiece>()
  for (const piece of of('attachments')) {
    const { id } = await readAttachment(handle, piece)
    attachments.set(id, piece)
  }
  return { source: 'steno', folders, conversations: of('conversations'), attachments }
}

async function splitFile(handle: FileHandle): Promise<JsonPiece[]> {
  const reader = new JsonPieces()
  const pieces: JsonPiece[] = []
  const chunk = new Uint8Array(chunkBytes)
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(chunk, 0, chunkBytes, position)
    if (bytesRead === 0) break
    position += bytesRead
    pieces.push(...reader.push(chunk.subarray(0, bytesRead)))
    if (pieces.length > maxPieces) throw new BrokenJson('It has too many entries.')
  }
  reader.end()
  return pieces
}

async function readAttachment(handle: FileHandle, piece: JsonPiece): Promise<AttachmentRecord> {
  return parsed(attachmentRecord, await readPiece(handle, piece, maxAttachmentBytes), 'attachments')
}

async function readPiece(handle: FileHandle, { start, end, depth }: JsonPiece, maxBytes: number): Promise<unknown> {
  if (end - start > maxBytes) throw new UnreadableRecord('', `It is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`)
  if (depth > maxDepth) throw new UnreadableRecord('', 'It is nested too deep.')
  const bytes = new Uint8Array(end - start)
  await handle.read(bytes, 0, bytes.length, start)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // What the parser says quotes the text.
    throw new UnreadableRecord('', 'It is no JSON.')
  }
}

function parsed<Output>(schema: z.ZodType<Output>, value: unknown, place: string): Output {
  const result = schema.safeParse(value)
  const [issue] = result.error?.issues ?? []
  if (issue) throw new UnreadableRecord([place, ...issue.path.map(String)].join('.'), reasonOf(issue))
  return result.data as Output
}

function unreadable(message: string, cause: unknown): AppError {
  return new AppError('unreadable_file', 422, `This file cannot be imported. ${message}`, { cause })
}
