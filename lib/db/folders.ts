import 'server-only'
import { uuidv7 } from 'uuidv7'
import type { Folder } from '../chat/keeping.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** More are no choice any more. */
const maxFolders = 100

const shown = { id: true, name: true } as const

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

export async function renameFolder(userId: string, id: string, name: string): Promise<Folder> {
  await requireFolder(userId, id)
  return named(database().folder.update({ where: { id, userId }, data: { name }, select: shown }))
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
