import 'server-only'
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { env } from '../env.ts'
import { AppError, NotFoundError } from '../errors.ts'

const folder = path.join(env.dataDirectory, 'imports')

/** How long a file waits to be imported. */
const keptMs = 24 * 60 * 60 * 1000

const maxFileBytes = 4 * 1024 * 1024 * 1024

/** Files that are being brought in, each its sender's alone. */
function fileOf(userId: string, id: string): string {
  return path.join(folder, `${createHash('sha256').update(userId).digest('hex').slice(0, 16)}-${id}`)
}

/** An empty file, to be filled by `appendToImport`. */
export async function openImport(userId: string): Promise<string> {
  const id = uuidv7()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await (await open(/* turbopackIgnore: true */ fileOf(userId, id), 'wx', 0o600)).close()
  return id
}

/** Adds the next piece. The same piece twice is once: `offset` says where it belongs. Answers with the size. */
export async function appendToImport(userId: string, id: string, offset: number, bytes: Uint8Array): Promise<number> {
  const file = await findImport(userId, id)
  if (offset > file.sizeBytes) throw new AppError('invalid_request', 400, 'A piece before this one is missing.')
  if (offset + bytes.length > maxFileBytes) throw new AppError('too_large', 413, 'The file is larger than 4 GiB.')
  // The comment is for the bundler: it would take everything in the folder for part of the program.
  const handle = await open(/* turbopackIgnore: true */ file.path, 'r+')
  try {
    await handle.write(bytes, 0, bytes.length, offset)
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** Throws 404 when it is not there, or another user's. */
export async function findImport(userId: string, id: string): Promise<{ path: string; sizeBytes: number }> {
  const file = fileOf(userId, id)
  const found = /^[0-9a-f-]{36}$/.test(id) ? await stat(file).catch(() => null) : null
  if (!found) throw new NotFoundError('import')
  return { path: file, sizeBytes: found.size }
}

export async function dropImport(userId: string, id: string): Promise<void> {
  await rm((await findImport(userId, id)).path, { force: true })
}

/** Drops those that nobody has wanted for a day. */
export async function purgeImports(now: Date): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const file = path.join(folder, name)
    const found = await stat(file).catch(() => null)
    if (found && found.mtimeMs < now.getTime() - keptMs) await rm(file, { force: true })
  }
}
