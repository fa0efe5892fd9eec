import 'server-only'
import { uuidv7 } from 'uuidv7'
import type { Folder, FolderChange, NewFolderChat } from '../chat/keeping.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** More are no choice any more. */
const maxFolders = 100

/** How long a chat waits for its first question. */
const unbegunMs = 24 * 60 * 60 * 1000

const shown = { id: true, name: true, model: true, systemPrompt: true } as const

/** The user's folders by name. */
export async function listFolders(userId: string): Promise<Folder[]> {
  return database().folder.findMany({ where: { userId }, select: shown, orderBy: { name: 'asc' } })
}

export async function createFolder(userId: string, name: string): Promise<Folder> {
  if ((await database().folder.count({ where: { userId } })) >= maxFolders) {
    throw new AppError('too_many', 409, `There are ${maxFolders} folders already. Delete one first.`)
  }
  return named(database().folder.create({ data: { id: uuidv7(), userId, name }, select: shown }))
}

export async function changeFolder(userId: string, id: string, { name, model, systemPrompt }: FolderChange): Promise<Folder> {
  await requireFolder(userId, id)
  const data = {
    ...(name === undefined ? {} : { name }),
    ...(model === undefined ? {} : { model }),
    ...(systemPrompt === undefined ? {} : { systemPrompt })
  }
  return named(database().folder.update({ where: { id, userId }, data, select: shown }))
}

/** A chat in the folder that nobody has asked anything yet. Once more the same one is no other. */
export async function openFolderChat(userId: string, folderId: string, { conversationId, settings }: NewFolderChat): Promise<void> {
  await requireFolder(userId, folderId)
  try {
    await database().conversation.create({ data: { id: conversationId, userId, folderId, title: '', settings: JSON.stringify(settings) } })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const own = await database().conversation.count({ where: { id: conversationId, userId, folderId } })
    if (own === 0) throw new AppError('id_taken', 422, 'This id belongs to something else.')
  }
}

/** Drops the chats that were opened a day ago and never begun. */
export async function purgeUnbegun(now: Date): Promise<void> {
  await database().conversation.deleteMany({
    where: { kind: 'chat', title: '', createdAt: { lt: new Date(now.getTime() - unbegunMs) }, messages: { none: {} } }
  })
}

/** Its conversations stay, in no folder. */
export async function deleteFolder(userId: string, id: string): Promise<void> {
  const { count } = await database().folder.deleteMany({ where: { id, userId } })
  if (count === 0) throw new NotFoundError('folder')
}

export async function requireFolder(userId: string, id: string): Promise<void> {
  if ((await database().folder.count({ where: { id, userId } })) === 0) throw new NotFoundError('folder')
}

async function named(write: Promise<Folder>): Promise<Folder> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('folder_exists', 409, 'There is a folder of this name.')
    throw error
  }
}
