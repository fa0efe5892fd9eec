import { test as base, expect } from '@playwright/test'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { ChatDriver } from '../e2e/chat-driver.ts'
import { e2eKey, simulatorOrigin } from './e2e-addresses.ts'
import { type Guard, guardContext, resetSimulator } from './e2e-guard.ts'

interface Fixtures {
  /** Of every test: fails it for whatever `Guard` finds. */
  guard: Guard
  /** Scripts what the app with a key is answered; a step that nobody took fails the test. */
  simulator: SimulatorControl
  chat: ChatDriver
}

export const test = base.extend<Fixtures>({
  guard: [
    async ({ context }, run) => {
      await resetSimulator()
      const guard = await guardContext(context)
      await run(guard)
      expect(await guard.findings(), 'console, policy, foreign requests, wire').toEqual([])
    },
    { auto: true }
  ],
  simulator: async ({ guard: _after }, run) => {
    const simulator = new SimulatorControl(simulatorOrigin, e2eKey)
    await run(simulator)
    expect(await simulator.pending(), 'scripted answers that nobody asked for').toBe(0)
  },
  chat: async ({ page }, run) => run(new ChatDriver(page))
})

export { expect }
