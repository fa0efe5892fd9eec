import { type PicoUsd, picoUsdFromDollars } from '../cost/pico-usd.ts'

/** A word, or what stood between quotation marks. */
export interface SearchTerm {
  text: string
  /** As it stands; a word also finds what begins with it. */
  exact: boolean
}

export interface SearchFilters {
  /** Part of a slug. */
  model?: string
  hasTool?: true
  /** Of the conversation; a space in it is typed as a hyphen. */
  tag?: string
  /** Beginning of a UTC day. */
  after?: Date
  before?: Date
  costAbove?: PicoUsd
  costBelow?: PicoUsd
}

export interface SearchQuery {
  terms: SearchTerm[]
  filters: SearchFilters
}

/** More words than anybody types; each costs a look into the index. */
const maxTerms = 16

/**
 * Scripts written without spaces: prisma/migrations has the same list, for they go into the index as pairs of characters.
 * Thai to Myanmar, Khmer, CJK with kana and Hangul, compatibility forms, halfwidth kana, the supplementary ideographs.
 */
const unspaced = '[\\u0e00-\\u109f\\u1780-\\u17ff\\u2e80-\\ud7a3\\uf900-\\ufaff\\uff66-\\uff9d\\u{20000}-\\u{323af}]'
const runs = new RegExp(`${unspaced}+|(?:(?!${unspaced}).)+`, 'gsu')
const isUnspaced = new RegExp(`^${unspaced}`, 'u')
/** What the index takes for a part of a word. */
const hasLetter = /[\p{L}\p{N}\p{Co}]/u

/** Words, "phrases" and filters of what was typed. What is no filter after all is a word. */
export function parseSearch(text: string): SearchQuery {
  const query: SearchQuery = { terms: [], filters: {} }
  for (const [token, phrase] of text.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    if (phrase === undefined) {
      const filter = filterOf(token)
      if (filter) {
        Object.assign(query.filters, filter)
        continue
      }
    }
    const term = phrase ?? token
    if (hasLetter.test(term) && query.terms.length < maxTerms) query.terms.push({ text: term, exact: phrase !== undefined })
  }
  return query
}

function filterOf(token: string): SearchFilters | null {
  const [, name = '', value = ''] = /^(\w+):(.+)$/.exec(token) ?? []
  switch (name.toLowerCase()) {
    case 'model':
      return { model: value }
    case 'tag':
      return { tag: value }
    case 'has':
      return value.toLowerCase() === 'tool' ? { hasTool: true } : null
    case 'after':
    case 'before': {
      const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null
      return day === null || Number.isNaN(day.getTime()) ? null : { [name.toLowerCase()]: day }
    }
    case 'cost': {
      const [, side, dollars] = /^([<>])\$?(\d{1,9}(?:\.\d{1,12})?)$/.exec(value) ?? []
      const amount = picoUsdFromDollars(dollars)
      if (amount === null) return null
      return side === '>' ? { costAbove: amount } : { costBelow: amount }
    }
    default:
      return null
  }
}

/** The terms as an FTS5 expression, each in quotation marks, in which nothing has a meaning: no term holds one. `null` without a term. */
export function matchExpression(terms: readonly SearchTerm[]): string | null {
  const strings = terms.flatMap(({ text, exact }) =>
    (text.match(runs) ?? []).filter(run => hasLetter.test(run)).map(run => stringOf(run, exact))
  )
  return strings.length === 0 ? null : strings.join(' AND ')
}

function stringOf(run: string, exact: boolean): string {
  const characters = [...run]
  if (!isUnspaced.test(run)) return `"${characters.join('')}"${exact || characters.length < 3 ? '' : '*'}`
  if (characters.length === 1) return `"${characters.join('')}"*`
  return `"${characters
    .slice(1)
    .map((character, index) => `${characters[index]}${character}`)
    .join(' ')}"`
}

/** Where the terms stand in a folded text; `null` without a term. */
export function termPattern(terms: readonly SearchTerm[]): RegExp | null {
  const patterns = terms.flatMap(({ text, exact }) =>
    (foldText(text).match(runs) ?? []).filter(run => hasLetter.test(run)).map(run => patternOf(run, exact))
  )
  return patterns.length === 0 ? null : new RegExp(patterns.join('|'), 'giu')
}

function patternOf(run: string, exact: boolean): string {
  const words = run.match(/[\p{L}\p{N}\p{Co}\p{Mn}]+/gu) ?? []
  const pattern = words.map(word => [...word].map(character => `${character}\\p{Mn}*`).join('')).join('[^\\p{L}\\p{N}]+')
  if (isUnspaced.test(run)) return pattern
  const [before, after] = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'].map(
    side => `(?:${side}|(?${side.includes('<') ? '<=' : '='}${unspaced}))`
  )
  return `${before}${pattern}${exact || [...run].length < 3 ? after : ''}`
}

/** Without the diacritics of Latin letters, every character where it was: places in it are places in the text. */
export function foldText(text: string): string {
  return text.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, letter => letter.normalize('NFD').charAt(0))
}
