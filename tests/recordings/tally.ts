import { afterAll, afterEach, expect } from 'vitest'
import { seed } from './random-cuts.ts'

/** Prints, after the tests of a file, how much they looked at. Lines that begin with "Recordings:" are shown by `npm test`. */
export function tallyChecks(describeBodies: () => string): void {
  let checks = 0
  afterEach(() => {
    checks += expect.getState().assertionCalls
  })
  afterAll(() => {
    console.log(`Recordings: ${describeBodies()}, ${checks} checks (seed ${seed})`)
  })
}
