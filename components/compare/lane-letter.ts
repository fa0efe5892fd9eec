/** A to H. */
export function laneLetter(lane: number): string {
  return String.fromCharCode(65 + lane)
}

/** The lane of merged answers: its letter is M. */
export const mergeLane = 12
