import 'server-only'
import { NotFoundError } from '../errors.ts'
import { type AttachmentRecord, exportFormat, exportVersion, type LeftOut } from '../portable/export-format.ts'
import { conversationAsMarkdown, type MarkdownOptions } from '../portable/markdown.ts'
import { loadBytes } from './attachments.ts'
import { chatDatabase, chatDatabases } from './chat-database.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import { folderRecordOf, readRecord } from './export-records.ts'

/** What an export holds: all conversations, or these. */
export type ExportSelection = { ids: readonly string[] } | 'all'

/** What is to be written, oldest first, and what may not be. */
export interface ExportPlan {
  userId: string
  isAll: boolean
  ids: string[]
  leftOut: LeftOut[]
}

/** Throws 404 when one of those asked for is not there. A blind comparison before its vote is left out: the file would say who answers. */
export async function planExport(userId: string, selection: ExportSelection): Promise<ExportPlan> {
  const places = selection === 'all' ? [database()] : chatDatabases(selection.ids)
  const found = places.map(place =>
    place.conversation.findMany({
      where: { userId, deletedAt: null, ...(selection === 'all' ? {} : { id: { in: [...selection.ids] } }) },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, blind: true }
    })
  )
  const rows = (await Promise.all(found)).flat()
  if (selection !== 'all' && rows.length < new Set(selection.ids).size) throw new NotFoundError('conversation')
  const hidden = await hiddenAmong(rows)
  return {
    userId,
    isAll: selection === 'all',
    ids: rows.flatMap(({ id }) => (hidden.has(id) ? [] : [id])),
    leftOut: rows.flatMap(({ id }) => (hidden.has(id) ? [{ id, reason: 'blind_before_vote' as const }] : []))
  }
}

/** The file, piece by piece: never more in memory than one conversation, or one attachment. */
export async function* exportAsJson({ userId, isAll, ids, leftOut }: ExportPlan): AsyncGenerator<string> {
  const folders = await database().folder.findMany({
    where: { userId, ...(isAll ? {} : { conversations: { some: { id: { in: ids } } } }) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }]
  })
  const head = { format: exportFormat, version: exportVersion, folders: folders.map(folderRecordOf), leftOut }
  yield `${JSON.stringify(head).slice(0, -1)},"conversations":[`
  const attachmentIds = new Set<string>()
  let between = '\n'
  for (const id of ids) {
    const record = await readRecord(userId, id)
    // Deleted since the plan was made.
    if (!record) continue
    for (const message of record.messages) for (const attachmentId of message.attachmentIds) attachmentIds.add(attachmentId)
    yield `${between}${JSON.stringify(record)}`
    between = ',\n'
  }
  yield '\n],"attachments":['
  between = '\n'
  for (const id of attachmentIds) {
    const record = await readAttachmentRecord(userId, id)
    if (!record) continue
    yield `${between}${JSON.stringify(record)}`
    between = ',\n'
  }
  yield '\n]}\n'
}

async function readAttachmentRecord(userId: string, id: string): Promise<AttachmentRecord | null> {
  const row = await chatDatabase(id).attachment.findFirst({ where: { id, userId }, omit: { bytes: true } })
  const bytes = (await loadBytes(userId, [id])).get(id)
  if (!row || !bytes) return null
  const { name, mediaType, sizeBytes, width, height, sha256 } = row
  return {
    id,
    name,
    mediaType,
    sizeBytes,
    width,
    height,
    sha256,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  }
}

/** The same conversations to read. */
export async function* exportAsMarkdown({ userId, ids }: ExportPlan, options: MarkdownOptions): AsyncGenerator<string> {
  let between = ''
  for (const id of ids) {
    const record = await readRecord(userId, id)
    if (!record) continue
    yield `${between}${conversationAsMarkdown(record, options)}`
    between = '\n---\n\n'
  }
}
