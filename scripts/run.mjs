// The door behind every npm command. Dependency-free up to setUp(): on a fresh clone there is nothing but the host's Node.
import { fileURLToPath } from 'node:url'
import { hostNodeSuffices, privateNode } from './private-node.mjs'
import { run, stopTogether } from './processes.mjs'
import { build, setUp, tool } from './setup.mjs'

const script = (file, args) => run(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], { channel: true })

const commands = {
  start: async () => (await import('./start.mjs')).start(),
  dev: async () => (await import('./dev.mjs')).dev(),
  build,
  test: async () => (await import('./test.mjs')).test(),
  check: async () => (await import('./check.mjs')).check(),
  'test:unit': args => run(...tool('vitest/vitest.mjs', 'run', ...args)),
  'test:recordings': async args => (await import('./recordings.mjs')).testRecordings(args),
  'test:e2e': async args => (await import('./test.mjs')).testInBrowser(args),
  'test:reliability': async args => {
    await build()
    return await script('../tests/reliability/run.ts', args)
  },
  mutants: args => script('./mutants.mjs', args),
  backup: args => script('./backup.mjs', args),
  restore: args => script('./restore.mjs', args),
  simulator: args => script('../lib/simulator/main.ts', args),
  bench: args => script('../tests/bench/run.ts', args),
  'bench:browser': args => script('../tests/bench/browser.ts', args),
  'bench:compare': args => script('../tests/bench/compare-page.ts', args),
  'bench:costs': args => script('../tests/bench/costs.ts', args),
  'bench:search': args => script('../tests/bench/search.ts', args),
  'new-migration': args => script('./new-migration.mjs', args)
}

const [name, ...args] = process.argv.slice(2)
if (!Object.hasOwn(commands, name ?? '')) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`)
  process.exit(64)
}

stopTogether()
if (hostNodeSuffices()) {
  await setUp()
  process.exit((await commands[name](args)) ?? 0)
}
const node = await privateNode()
process.exit(node === null ? 69 : await run(node, [fileURLToPath(import.meta.url), name, ...args], { channel: true }))
