// Started by playwright.config.ts: the simulator and two apps, each on fresh data. Ends when it is told to.
import { startSimulator } from '../../lib/simulator/server.ts'
import { startApp } from '../../scripts/app-server.mjs'
import { appOrigin, appPort, demoPort, e2eKey, simulatorPort } from './e2e-addresses.ts'
import { switchTitlesOff } from './switch-titles-off.ts'

const simulator = await startSimulator({ port: simulatorPort })
const apps = await Promise.all([
  startApp({ port: appPort, env: { OPENROUTER_API_KEY: e2eKey, OPENROUTER_BASE_URL: simulator.url } }),
  // Its demo mode answers by itself; the simulator is whom it asks once a test enters a key.
  startApp({ port: demoPort, env: { OPENROUTER_BASE_URL: simulator.url } })
])
// The app with a key is scripted answer by answer; the demo keeps its titles.
await switchTitlesOff(appOrigin)

process.once('SIGTERM', async () => {
  await Promise.all(apps.map(app => app.stop()))
  await simulator.close()
  process.exit(0)
})
