import 'server-only'
import { uuidv7 } from 'uuidv7'
import type { NewPreset, Preset, PresetChange } from '../chat/chat-settings.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import type { Preset as PresetRow } from './generated/client.ts'
import { readChatSettings } from './json-columns.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** More are no choice any more. */
const maxPresets = 100

/** The user's presets by name. */
export async function listPresets(userId: string): Promise<Preset[]> {
  return (await database().preset.findMany({ where: { userId }, orderBy: { name: 'asc' } })).map(toPreset)
}

export async function createPreset(userId: string, { name, settings }: NewPreset): Promise<Preset> {
  if ((await database().preset.count({ where: { userId } })) >= maxPresets) {
    throw new AppError('too_many', 409, `There are ${maxPresets} presets already. Delete one first.`)
  }
  return named(database().preset.create({ data: { id: uuidv7(), userId, name, settings: JSON.stringify(settings) } }))
}

export async function changePreset(userId: string, id: string, { name, settings }: PresetChange): Promise<Preset> {
  if ((await database().preset.count({ where: { id, userId } })) === 0) throw new NotFoundError('preset')
  const data = { ...(name === undefined ? {} : { name }), ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }) }
  return named(database().preset.update({ where: { id, userId }, data }))
}

/** Chats that were given it keep what they were given. */
export async function deletePreset(userId: string, id: string): Promise<void> {
  const { count } = await database().preset.deleteMany({ where: { id, userId } })
  if (count === 0) throw new NotFoundError('preset')
}

async function named(write: Promise<PresetRow>): Promise<Preset> {
  try {
    return toPreset(await write)
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('preset_exists', 409, 'There is a preset of this name.')
    throw error
  }
}

function toPreset({ id, name, settings }: PresetRow): Preset {
  return { id, name, settings: readChatSettings(settings) }
}
