// From a fresh clone to something that runs: dependencies, database client, build. Each only when it is out of date.
import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { capture, root } from './processes.mjs'
import { fingerprint, once } from './stamps.mjs'

/** The program and arguments that run npm with our Node. */
export function npm(...args) {
  const quiet = [...args, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const cli = process.env.npm_execpath
  if (cli !== undefined && path.basename(cli).startsWith('npm')) return [process.execPath, [cli, ...quiet]]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', quiet]
}

/** The program and arguments that run a file of a dependency with our Node. */
export const tool = (file, ...args) => [process.execPath, [path.join(root, 'node_modules', file), ...args]]

async function step(text, [command, args], env) {
  console.log(`${text} …`)
  const { code, output } = await capture(command, args, { env })
  if (code !== 0) {
    console.error(output)
    console.error(`This failed (exit code ${code}): ${text}`)
    process.exit(1)
  }
}

/** Dependencies and the generated database client. */
export async function setUp() {
  const host = `${process.platform}-${process.arch}`
  await once('dependencies', fingerprint(['package-lock.json'], host), 'node_modules/.package-lock.json', () =>
    // No dependency needs its install script, and one that was tampered with would run it.
    step('Installing dependencies', npm('ci', '--ignore-scripts'))
  )
  await once(
    'database-client',
    fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']),
    'lib/db/generated',
    async () => {
      // What the compiler remembers of the old client it reports as errors of the new one.
      rmSync(path.join(root, 'tsconfig.tsbuildinfo'), { force: true })
      // Generating needs no engine, yet the CLI downloads one unless it is told of a file that exists.
      await step('Generating the database client', tool('prisma/build/index.js', 'generate'), {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath
      })
    }
  )
}

/** The types of the routes as they are now; those of the last build may name routes that are gone. */
export const generateTypes = () => step('Generating route types', tool('next/dist/bin/next', 'typegen'))

const buildInputs = [
  ...['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts'],
  ...['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json']
]

/** The production build, complete with the static files that Next leaves out of its standalone folder. */
export async function build() {
  await once('build', fingerprint(buildInputs), '.next/standalone/server.js', async () => {
    await step('Building', tool('next/dist/bin/next', 'build'), { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' })
    for (const folder of ['.next/static', 'public']) {
      const source = path.join(root, folder)
      if (existsSync(source)) cpSync(source, path.join(root, '.next/standalone', folder), { recursive: true })
    }
  })
}
