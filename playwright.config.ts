import { defineConfig, devices } from '@playwright/test'
import { appOrigin, readinessOf, unsteadyPort, workers } from './tests/setup/e2e-addresses.ts'

// scripts/browser.mjs finds the browser for `npm test`; without it this is Playwright's own.
const executablePath = process.env.PLAYWRIGHT_CHROMIUM_PATH

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers,
  forbidOnly: process.env.CI !== undefined,
  // A busy machine takes its time; a test that hangs still ends.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One machine's moment does not decide about a landing; `npm test` names what passed at the second try only.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: appOrigin,
    // Taking one costs a seventh of the time, and where nobody fetches it from it helps nobody.
    trace: process.env.CI === undefined ? 'retain-on-failure' : 'off',
    launchOptions: {
      args: ['--disable-gpu', '--disable-quic', `--host-resolver-rules=MAP localhost 127.0.0.1:${unsteadyPort}`],
      ...(executablePath === undefined ? {} : { executablePath })
    }
  },
  webServer: Array.from({ length: workers }, (_, world) => ({
    command: `"${process.execPath}" tests/setup/e2e-servers.ts`,
    env: { STENO_E2E_WORLD: String(world) },
    url: readinessOf(world),
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
    timeout: 60_000
  }))
})
