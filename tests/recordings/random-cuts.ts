import { createHash } from 'node:crypto'

/** Of the whole run, made in vitest.config.ts and printed with the counts; `STENO_SEED` runs the same cuts again. */
export const seed = process.env.STENO_SEED

export const cutsPerBody = 50
const mostCharacterCuts = 6

/** Places at which a body is cut: so many bytes come before. Depends on seed and name alone. */
export function randomCuts(name: string, length: number): number[] {
  return Array.from({ length: cutsPerBody }, (_, index) => {
    const digest = createHash('sha256').update(`${seed}/${name}/${index}`).digest()
    return digest.readUInt32BE() % length
  })
}

/** Places inside a character of several bytes, which random ones seldom hit. */
export function cutsInsideCharacters(bytes: Buffer): number[] {
  const inside = [...bytes.keys()].filter(index => ((bytes[index] ?? 0) & 0xc0) === 0x80)
  return inside.slice(0, mostCharacterCuts)
}
