import { defineConfig } from 'vitest/config'

const setupFiles = ['tests/setup/console-guard.ts']

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // Outside a React server bundle the package's only export throws.
      'server-only': `${import.meta.dirname}/node_modules/server-only/empty.js`
    }
  },
  test: {
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}'], setupFiles }
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**'],
          globalSetup: 'tests/setup/base-database.ts',
          setupFiles: [...setupFiles, 'tests/setup/data-directory.ts'],
          testTimeout: 20_000
        }
      }
    ]
  }
})
