import type { BrowserContext } from '@playwright/test'
import { appOrigin, demoOrigin, restartedOrigin, simulatorOrigin, unsteadyOrigin } from './e2e-addresses.ts'

const ownOrigins = new Set([appOrigin, demoOrigin, restartedOrigin, unsteadyOrigin])

/** Watches what no browser test may ever cause, in every page of a context. */
export interface Guard {
  /** Says that this test will make the browser complain on its console; a complaint that was announced must also come. */
  expectConsole(pattern: RegExp): void
  /** Says that the simulator will hold this against a request: it knows of no hand that writes in place of an answer. */
  expectUpstream(pattern: RegExp): void
  /** Says that this test leads the browser to another origin. */
  allowOrigin(origin: string): void
  /** What was noticed and not announced, what was announced and not noticed, and what the simulator holds against our requests. */
  findings(): Promise<string[]>
}

export async function guardContext(context: BrowserContext): Promise<Guard> {
  const expected: RegExp[] = []
  const complaints: string[] = []
  const expectedUpstream: RegExp[] = []
  const faults: string[] = []
  const allowed = new Set(ownOrigins)

  context.on('console', message => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    complaints.push(`console.${message.type()}: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', webError => faults.push(`uncaught: ${webError.error().message}`))
  context.on('request', request => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:' && !allowed.has(origin)) faults.push(`request: ${request.url()}`)
  })
  await context.exposeFunction('reportPolicyViolation', (violation: string) => faults.push(`policy: ${violation}`))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', event => {
      const report: unknown = Reflect.get(window, 'reportPolicyViolation')
      if (typeof report === 'function') report(`${event.effectiveDirective} ${event.blockedURI}`)
    })
  })

  return {
    expectConsole: pattern => expected.push(pattern),
    expectUpstream: pattern => expectedUpstream.push(pattern),
    allowOrigin: origin => allowed.add(origin),
    findings: async () => [
      ...faults,
      ...complaints.filter(complaint => !expected.some(pattern => pattern.test(complaint))),
      ...expected.filter(pattern => !complaints.some(complaint => pattern.test(complaint))).map(pattern => `no complaint: ${pattern}`),
      ...unexpected(await simulatorViolations(), expectedUpstream)
    ]
  }
}

/** What was not announced, and what was and did not come. */
function unexpected(violations: readonly string[], expected: readonly RegExp[]): string[] {
  return [
    ...violations.filter(violation => !expected.some(pattern => pattern.test(violation))),
    ...expected.filter(pattern => !violations.some(violation => pattern.test(violation))).map(pattern => `no violation: ${pattern}`)
  ]
}

/** Of all keys together. */
async function simulatorViolations(): Promise<string[]> {
  const response = await fetch(`${simulatorOrigin}/__sim/violations`)
  const violations: { rule: string; message: string }[] = await response.json()
  return violations.map(({ rule, message }) => `upstream: ${rule}: ${message}`)
}

/** Scripts, requests, violations and bills of earlier tests are forgotten. */
export async function resetSimulator(): Promise<void> {
  await fetch(`${simulatorOrigin}/__sim`, { method: 'DELETE' })
}
