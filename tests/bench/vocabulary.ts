import { randomOf } from './random.ts'

const vocabularySize = 30_000
const ideographs = 3000

/** Words and characters as often as a language uses them: few very often, most hardly ever. */
export class Vocabulary {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = randomOf(seed)
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low))
  }

  happens(share: number): boolean {
    return this.#random() < share
  }

  word(): string {
    return wordOf(this.#rank(vocabularySize))
  }

  text(words: number): string {
    return Array.from({ length: words }, () => this.word()).join(' ')
  }

  ideographs(length: number): string {
    return Array.from({ length }, () => String.fromCodePoint(0x4e00 + this.#rank(ideographs))).join('')
  }

  /** Zipf's law. */
  #rank(size: number): number {
    return Math.min(size - 1, Math.floor(Math.exp(this.#random() * Math.log(size)) - 1))
  }
}

function wordOf(rank: number): string {
  let rest = Math.imul(rank + 1, 2_654_435_761) >>> 0
  let word = ''
  for (let syllable = 0; syllable < 2 + (rank % 3); syllable++) {
    word += 'bcdfghjklmnprstvwz'.charAt(rest % 18) + 'aeiouaeioué'.charAt((rest >>> 8) % 11)
    rest = (Math.imul(rest, 1_103_515_245) + 12_345) >>> 0
  }
  return word
}
