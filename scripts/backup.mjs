// npm run backup [-- file]: copies the database while the server runs, or while it does not.
import { statSync } from 'node:fs'
import path from 'node:path'
import { BackupError, writeBackup, writeKeptBackup } from '../lib/db/write-backup.ts'
import { env } from '../lib/env.ts'

/** EX_UNAVAILABLE of sysexits.h. */
const exitUnavailable = 69

const [file] = process.argv.slice(2)
// npm changes to the package's folder; a path means where the user stands.
const target = file === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '.', file)
process.umask(0o077)
try {
  if (target !== undefined) writeBackup(env.databaseFile, target)
  const written = target ?? writeKeptBackup(env.databaseFile, env.backupsKept)
  console.log(`Backed up to ${written} (${(statSync(written).size / 1e6).toFixed(1)} MB).`)
  console.log(
    `A stored OpenRouter key in it opens only with ${path.join(env.dataDirectory, 'secret.key')}: keep that apart, or enter the key again after restoring.`
  )
} catch (error) {
  if (!(error instanceof BackupError) && error.code === undefined) throw error
  console.error(`No backup was made. ${error.message}`)
  process.exit(exitUnavailable)
}
