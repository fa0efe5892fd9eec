const expected: RegExp[] = []

/** Says that this test will make the code under test call console.error or console.warn with a matching text. */
export function expectConsole(pattern: RegExp): void {
  expected.push(pattern)
}

/** The patterns announced since the last call. */
export function takeExpectedConsole(): RegExp[] {
  return expected.splice(0)
}
