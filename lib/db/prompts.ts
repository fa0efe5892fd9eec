import 'server-only'
import { uuidv7 } from 'uuidv7'
import { type ImportedPrompts, maxPrompts, newPrompts, type Prompt, type PromptBody } from '../chat/prompt.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { isUniqueViolation } from './unique-violation.ts'

const shown = { id: true, name: true, text: true } as const

/** The user's prompts by name. */
export async function listPrompts(userId: string): Promise<Prompt[]> {
  return database().prompt.findMany({ where: { userId }, select: shown, orderBy: { name: 'asc' } })
}

export async function createPrompt(userId: string, body: PromptBody): Promise<Prompt> {
  if ((await database().prompt.count({ where: { userId } })) >= maxPrompts) throw tooMany()
  return named(database().prompt.create({ data: { id: uuidv7(), userId, ...body }, select: shown }))
}

export async function changePrompt(userId: string, id: string, body: PromptBody): Promise<Prompt> {
  if ((await database().prompt.count({ where: { id, userId } })) === 0) throw new NotFoundError('prompt')
  return named(database().prompt.update({ where: { id, userId }, data: body, select: shown }))
}

export async function deletePrompt(userId: string, id: string): Promise<void> {
  const { count } = await database().prompt.deleteMany({ where: { id, userId } })
  if (count === 0) throw new NotFoundError('prompt')
}

/** Takes a file's prompts over: all that are new, or none. */
export async function importPrompts(userId: string, file: readonly PromptBody[]): Promise<ImportedPrompts> {
  const library = await listPrompts(userId)
  const added = newPrompts(library, file)
  if (library.length + added.length > maxPrompts) throw tooMany()
  await named(database().prompt.createMany({ data: added.map(prompt => ({ id: uuidv7(), userId, ...prompt })) }))
  return { added: added.length, same: file.length - added.length }
}

function tooMany(): AppError {
  return new AppError('too_many', 409, `A library holds ${maxPrompts} prompts. Delete one first.`)
}

async function named<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('prompt_exists', 409, 'There is a prompt of this name.')
    throw error
  }
}
