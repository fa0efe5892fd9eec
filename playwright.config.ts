import { defineConfig, devices } from '@playwright/test'
import { appOrigin, demoOrigin, unsteadyPort } from './tests/setup/e2e-addresses.ts'

// scripts/browser.mjs finds the browser for `npm test`; without it this is Playwright's own.
const executablePath = process.env.PLAYWRIGHT_CHROMIUM_PATH

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // One at a time: the tests script one simulator under one key.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 30_000,
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: appOrigin,
    trace: 'retain-on-failure',
    launchOptions: {
      args: ['--disable-gpu', '--disable-quic', `--host-resolver-rules=MAP localhost 127.0.0.1:${unsteadyPort}`],
      ...(executablePath === undefined ? {} : { executablePath })
    }
  },
  webServer: {
    command: `"${process.execPath}" tests/setup/e2e-servers.ts`,
    url: `${demoOrigin}/api/health`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    timeout: 30_000
  }
})
