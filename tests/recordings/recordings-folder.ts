import path from 'node:path'

const { STENO_RECORDINGS: folder } = process.env
if (!folder) throw new Error('STENO_RECORDINGS names no folder.')

export const recordingsFolder = path.resolve(folder)
