// Steps whose result lasts are done again only when what they depend on has changed. Dependency-free.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

function* filesBelow(name) {
  const file = path.join(root, name)
  if (!existsSync(file)) return
  if (statSync(file).isFile()) yield name
  else for (const entry of readdirSync(file).sort()) yield* filesBelow(path.join(name, entry))
}

/** A hash of the files and folders named, and of further text. */
export function fingerprint(names, ...text) {
  const hash = createHash('sha256')
  for (const file of names.flatMap(name => [...filesBelow(name)])) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.update(text.join('\0')).digest('hex')
}

/** Runs `action` unless it has succeeded for this fingerprint and `result` is still there. */
export async function once(step, currentFingerprint, result, action) {
  const stamp = path.join(root, '.stamps', step)
  if (existsSync(path.join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === currentFingerprint) return
  rmSync(stamp, { force: true })
  await action()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, currentFingerprint)
}
