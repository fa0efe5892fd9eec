import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { env } from '../../lib/env.ts'

/** Those of the words that any file of the data directory holds: databases with their logs, backups, what lies beside them. */
export function wordsOnDisk(words: readonly string[]): string[] {
  const files = readdirSync(env.dataDirectory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const contents = files.map(file => readFileSync(path.join(file.parentPath, file.name)))
  return words.filter(word => contents.some(content => content.includes(word)))
}
