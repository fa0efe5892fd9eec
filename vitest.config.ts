import { randomInt } from 'node:crypto'
import os from 'node:os'
import { defineConfig } from 'vitest/config'

const setupFiles = ['tests/setup/console-guard.ts']

/** Recorded exchanges are no part of the repository: without a folder of them there is nothing to run. */
const recordings = {
  extends: true as const,
  test: {
    name: 'recordings',
    include: ['tests/recordings/**/*.test.ts'],
    setupFiles,
    env: { STENO_SEED: process.env.STENO_SEED ?? String(randomInt(2 ** 31)) }
  }
}

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // Outside a React server bundle the package's only export throws.
      'server-only': `${import.meta.dirname}/node_modules/server-only/empty.js`
    }
  },
  test: {
    // A second is little on a machine that does other things as well.
    expect: { requireAssertions: true, poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // They wait for most of their time: on two cores the default, one worker, takes nearly twice as long.
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['lib/**/*.test.ts', '{components,tests/poison}/**/*.test.{ts,tsx}'], setupFiles }
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/poison/**', 'tests/bench/**', 'tests/recordings/**'],
          globalSetup: 'tests/setup/base-database.ts',
          setupFiles: [...setupFiles, 'tests/setup/data-directory.ts']
        }
      },
      ...(process.env.STENO_RECORDINGS ? [recordings] : [])
    ]
  }
})
