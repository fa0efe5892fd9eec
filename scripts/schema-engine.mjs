// Prisma's schema engine as WebAssembly: diffs and history checks without the native engine, which npm does not carry.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { readMigrations } from './migrate.mjs'

// SQLite makes the tables of a full-text index itself: they are none of the schema's.
const filters = {
  externalTables: ['', '_config', '_data', '_docsize', '_idx'].map(suffix => `SearchIndex${suffix}`),
  externalEnums: []
}

// The package imports its .wasm file as a module, which Node still calls experimental. Once per process: engines share it.
const wasmFile = createRequire(import.meta.url)
  .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  .replace(/\.js$/, '.wasm')
const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)), { './schema_engine_bg.js': bindings })
bindings.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

/** The engine on one SQLite file. Call `free()` when done. */
export async function openSchemaEngine({ databaseFile, schemaFile, migrationsDirectory }) {
  const schema = { path: schemaFile, content: readFileSync(schemaFile, 'utf8') }
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: `file:${databaseFile}` }))
  const engine = await bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter)
  const migrationsList = () => ({
    baseDir: migrationsDirectory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
    shadowDbInitScript: '',
    migrationDirectories: readMigrations(migrationsDirectory).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } }
    }))
  })

  return {
    /** The SQL that takes the database to the schema; null when there is nothing to do. */
    async diff() {
      const files = { files: [schema] }
      const result = await engine.diff({
        from: { tag: 'schemaDatasource', ...files, configDir: path.dirname(schemaFile) },
        to: { tag: 'schemaDatamodel', ...files },
        script: true,
        exitCode: true,
        filters
      })
      return result.exitCode === 0 ? null : result.stdout
    },
    /** What Prisma thinks of the database's history against the directory. */
    diagnose: () => engine.diagnoseMigrationHistory({ migrationsList: migrationsList(), optInToShadowDatabase: false, filters }),
    /** Applies pending migrations the way `prisma migrate deploy` does; returns their names. */
    async deploy() {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrationsList(), filters })
      return appliedMigrationNames
    },
    free: () => engine.free()
  }
}
