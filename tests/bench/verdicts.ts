interface Sides {
  ours: number
  /** Of the page that ours is held against, where there is one. */
  theirs?: number
}

/** Prints a line for each figure as soon as it is known, and counts what missed its limit. */
export class Verdicts {
  missed = 0

  head(): void {
    this.#line('figure', 'ours', 'theirs', 'ratio', 'limit', '')
  }

  /** At most so many times theirs. */
  ratio(name: string, unit: string, sides: Required<Sides>, limit: number): void {
    this.#judge(name, unit, sides, `${limit}x theirs`, sides.ours <= limit * sides.theirs)
  }

  /** At most so much more than theirs. */
  difference(name: string, unit: string, sides: Required<Sides>, limit: number): void {
    this.#judge(name, unit, sides, `theirs + ${limit} ${unit}`, sides.ours <= sides.theirs + limit)
  }

  /** At most so much. */
  most(name: string, unit: string, sides: Sides, limit: number): void {
    this.#judge(name, unit, sides, `${limit} ${unit}`, sides.ours <= limit)
  }

  note(text: string): void {
    process.stdout.write(`  ${text}\n`)
  }

  /** A figure without a limit. */
  shown(name: string, unit: string, sides: Sides): void {
    this.#figure(name, unit, sides, '', '')
  }

  #judge(name: string, unit: string, sides: Sides, limit: string, isMet: boolean): void {
    if (!isMet) this.missed += 1
    this.#figure(name, unit, sides, limit, isMet ? 'met' : 'MISSED')
  }

  #figure(name: string, unit: string, { ours, theirs }: Sides, limit: string, verdict: string): void {
    const text = (value: number | undefined) => (value === undefined ? '-' : `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)} ${unit}`)
    const ratio = theirs === undefined || theirs === 0 ? '-' : `${(ours / theirs).toFixed(2)}x`
    this.#line(name, text(ours), text(theirs), ratio, limit, verdict)
  }

  #line(name: string, ours: string, theirs: string, ratio: string, limit: string, verdict: string): void {
    process.stdout.write(
      `${name.padEnd(48)} ${ours.padStart(10)} ${theirs.padStart(10)} ${ratio.padStart(8)}   ${limit.padEnd(16)} ${verdict}\n`
    )
  }
}
