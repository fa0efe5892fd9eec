import { test as base, expect, type Page } from '@playwright/test'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { ChatDriver } from '../e2e/chat-driver.ts'
import { e2eKey, simulatorOrigin } from './e2e-addresses.ts'
import { type Guard, guardContext, resetSimulator } from './e2e-guard.ts'
import { resetWorld } from './reset-world.ts'

interface Fixtures {
  /** Of every test: fails it for whatever `Guard` finds. */
  guard: Guard
  /** Scripts what the app with a key is answered; a step that nobody took fails the test. */
  simulator: SimulatorControl
  chat: ChatDriver
}

export const test = base.extend<Fixtures>({
  guard: [
    async ({ context }, run, { retry }) => {
      await resetSimulator()
      await resetWorld(retry > 0)
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
  page: async ({ page }, run) => {
    page.goto = thenAlive(page, page.goto.bind(page))
    page.reload = thenAlive(page, page.reload.bind(page))
    await run(page)
  },
  chat: async ({ page }, run) => run(new ChatDriver(page))
})

type Load<Values extends unknown[], Result> = (...values: Values) => Promise<Result>

/**
 * A person who opens a page has not pressed anything by the time that it has come to life; a test has. What must not be lost even then
 * is tested by those that do not wait for more than the first byte.
 */
function thenAlive<Values extends unknown[], Result>(page: Page, load: Load<Values, Result>): Load<Values, Result> {
  return async (...values) => {
    const result = await load(...values)
    const isEarly = values.some(value => typeof value === 'object' && value !== null && 'waitUntil' in value)
    if (!isEarly) await page.waitForFunction(isAlive)
    return result
  }
}

/** React puts what it knows of an element beside it once it listens there. */
function isAlive(): boolean {
  return [...document.querySelectorAll('button')].every(button => Object.keys(button).some(key => key.startsWith('__react')))
}

export { expect }
