import 'server-only'
import type { ImportLoss, ImportPreview, ImportProblem, ImportResult } from '../chat/import.ts'
import { UnreadableRecord } from '../portable/check-conversation.ts'
import type { ConversationRecord, FolderRecord } from '../portable/export-format.ts'
import { database } from './client.ts'
import { ImportFile, type ReadConversation } from './import-file.ts'
import { readAttachmentRecord, storeImported } from './import-files.ts'
import { type DecodedChat, decodeFiles } from './import-foreign-files.ts'
import { derivedId } from './import-ids.ts'
import { type ImportPlace, placeOfImport } from './import-place.ts'
import { dropImport, findImport } from './import-store.ts'
import { checkMetadata, type ImportNames, writeImport } from './import-writes.ts'

const shownProblems = 20

/** What importing a file would do. Nothing is written. Throws 404, and 422 for a file that Steno cannot read. */
export async function previewImport(userId: string, id: string): Promise<ImportPreview> {
  return withFile(userId, id, async file => {
    const problems = new Problems()
    const losses = new Map<ImportLoss, number>()
    const preview = { conversations: file.count, fresh: 0, grown: 0, known: 0, messages: 0, branches: 0, toolCalls: 0, files: 0, calls: 0 }
    const fileIds = new Set<string>()
    for await (const read of file.conversations()) {
      const found = await problems.unlessWrong(read, () => findPlace(userId, file, read))
      if (!found) continue
      const added = addedBy(found.place)
      preview[statusOf(found.place)] += 1
      preview.messages += added.messages.length
      preview.branches += leavesOf(added)
      for (const { steps, attachmentIds } of added.messages) {
        for (const { toolCalls } of steps) preview.toolCalls += toolCalls.length
        for (const attachmentId of attachmentIds) fileIds.add(attachmentId)
      }
      if (found.place.here === 'no') preview.calls += added.calls.length
      for (const loss of found.chat.losses) losses.set(loss, (losses.get(loss) ?? 0) + 1)
    }
    const counted = [...losses].map(([loss, count]) => ({ loss, count }))
    return { source: file.source, ...preview, files: fileIds.size, losses: counted, ...problems.summary }
  })
}

/** Imports the file and drops it. Each conversation is written whole or not at all; one that cannot be read stops no other. */
export async function runImport(userId: string, id: string, now: Date): Promise<ImportResult> {
  const result = await withFile(userId, id, async file => {
    const problems = new Problems()
    const counts = { fresh: 0, grown: 0, known: 0, messages: 0 }
    const names: ImportNames = { folderOf: await storeFolders(userId, file.folders), fileOf: new Map() }
    for await (const read of file.conversations()) {
      const found = await problems.unlessWrong(read, async () => {
        const { chat, place } = await findPlace(userId, file, read)
        const fileOf = await storeFiles(userId, file, chat, place, now)
        await writeImport(userId, place, { ...names, fileOf })
        return place
      })
      if (!found) continue
      counts[statusOf(found)] += 1
      counts.messages += addedBy(found).messages.length
    }
    const { fresh, ...others } = counts
    return { imported: fresh, ...others, ...problems.summary }
  })
  await dropImport(userId, id)
  return result
}

async function withFile<Result>(userId: string, id: string, act: (file: ImportFile) => Promise<Result>): Promise<Result> {
  const file = await ImportFile.open((await findImport(userId, id)).path)
  try {
    return await act(file)
  } finally {
    await file.close()
  }
}

async function findPlace(
  userId: string,
  { source }: ImportFile,
  read: ReadConversation
): Promise<{ chat: DecodedChat; place: ImportPlace }> {
  if (!read.ok) throw new UnreadableRecord('', read.message)
  const chat = decodeFiles(read)
  checkMetadata(chat.record.messages)
  return { chat, place: await placeOfImport(userId, source, chat.record) }
}

/** What is wrong with conversations of a file. */
class Problems {
  readonly #all: ImportProblem[] = []
  #count = 0

  /** Notes why a conversation cannot be taken; what is wrong with Steno itself is thrown. */
  async unlessWrong<Result>({ place }: ReadConversation, act: () => Promise<Result>): Promise<Result | null> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error
      this.#count += 1
      if (this.#all.length < shownProblems) this.#all.push({ place, message: error.message })
      return null
    }
  }

  get summary(): { problems: ImportProblem[]; problemCount: number } {
    return { problems: this.#all, problemCount: this.#count }
  }
}

/** What is not here yet. */
function addedBy({ record, known }: ImportPlace): ConversationRecord {
  return known.size === 0 ? record : { ...record, messages: record.messages.filter(({ id }) => !known.has(id)) }
}

function statusOf({ record, here, known }: ImportPlace): 'fresh' | 'grown' | 'known' {
  if (here !== 'yes') return 'fresh'
  return record.messages.some(({ id }) => !known.has(id)) ? 'grown' : 'known'
}

function leavesOf({ messages }: ConversationRecord): number {
  const parents = new Set(messages.map(({ parentId }) => parentId))
  return messages.filter(({ id }) => !parents.has(id)).length
}

/** The folders of a file: one that is here already, by its id or its name, is that one. */
async function storeFolders(userId: string, records: readonly FolderRecord[]): Promise<Map<string, string>> {
  const folderOf = new Map<string, string>()
  for (const { id, ...columns } of records) {
    const { name } = columns
    const own = await database().folder.findFirst({ where: { userId, OR: [{ id }, { name }] }, select: { id: true } })
    const taken = own === null && (await database().folder.count({ where: { id } })) > 0
    const stored =
      own ??
      (await database().folder.create({
        data: { id: taken ? derivedId(userId, 'folder', id) : id, userId, ...columns },
        select: { id: true }
      }))
    folderOf.set(id, stored.id)
  }
  return folderOf
}

/** Stores the files that new messages show. Without their conversation they are dropped a day later, as an upload is. */
async function storeFiles(
  userId: string,
  file: ImportFile,
  chat: DecodedChat,
  place: ImportPlace,
  now: Date
): Promise<Map<string, string>> {
  const fileOf = new Map<string, string>()
  for (const id of addedBy(place).messages.flatMap(({ attachmentIds }) => attachmentIds)) {
    if (fileOf.has(id)) continue
    const record = await file.attachment(id)
    const bytes = record ? readAttachmentRecord(record) : chat.decoded.get(id)
    if (!bytes) throw new UnreadableRecord('attachments', 'a file is missing')
    fileOf.set(id, await storeImported(userId, file.source, id, bytes, now))
  }
  return fileOf
}
