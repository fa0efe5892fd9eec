import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../scripts/migrate.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database with the schema and no rows; each test that needs one gets a copy of this file. */
    baseDatabase: string
  }
}

export default function setup(project: TestProject): () => void {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-base-'))
  const baseDatabase = path.join(directory, 'steno.db')
  migrate(baseDatabase, path.resolve(import.meta.dirname, '../../prisma/migrations'))
  project.provide('baseDatabase', baseDatabase)
  return () => rmSync(directory, { recursive: true, force: true })
}
