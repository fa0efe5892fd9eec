// npm run new-migration -- name     writes prisma/migrations/<time>_<name>/migration.sql, what the schema has changed
// npm run new-migration -- --check  fails when the schema says something that the migrations do not
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from './migrate.mjs'
import { openSchemaEngine } from './schema-engine.mjs'

const root = path.resolve(import.meta.dirname, '..')
const migrationsDirectory = path.join(root, 'prisma/migrations')

async function schemaChange() {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'steno-migration-'))
  try {
    const databaseFile = path.join(temporary, 'steno.db')
    migrate(databaseFile, migrationsDirectory)
    const engine = await openSchemaEngine({ databaseFile, schemaFile: path.join(root, 'prisma/schema.prisma'), migrationsDirectory })
    try {
      return await engine.diff()
    } finally {
      engine.free()
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const [argument] = process.argv.slice(2)
if (argument !== '--check' && !/^[a-z][a-z0-9_]*$/.test(argument ?? '')) {
  console.error('Usage: npm run new-migration -- <name in snake_case>')
  process.exit(64)
}

const sql = await schemaChange()
if (argument === '--check') {
  if (sql !== null) {
    console.error(`prisma/schema.prisma says more than prisma/migrations; run: npm run new-migration -- <name>\n\n${sql}`)
    process.exit(1)
  }
  console.log('The migrations make the schema.')
} else if (sql === null) {
  console.log('The migrations already make the schema; nothing written.')
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const directory = path.join(migrationsDirectory, `${time}_${argument}`)
  mkdirSync(directory, { recursive: true })
  // Prisma makes every Int id AUTOINCREMENT, asked for or not; that costs another page per insert into the journal.
  writeFileSync(path.join(directory, 'migration.sql'), sql.replaceAll(' AUTOINCREMENT', ''))
  console.log(`Wrote ${path.relative(root, directory)}/migration.sql`)
}
