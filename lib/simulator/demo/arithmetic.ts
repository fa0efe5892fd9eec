/** A sum found in what somebody wrote. */
export interface Sum {
  /** As written, trimmed: "17 * 23". */
  expression: string
  /** Rounded to 12 significant digits, so that 0.1 + 0.2 reads as people expect. */
  result: string
}

const candidate = /(?:[-+]?\(*\s*\d+(?:[.,]\d+)*\s*\)*\s*(?:\*\*|[-+*/^×÷·x]))+\s*[-+]?\(*\s*\d+(?:[.,]\d+)*\s*\)*/gi

/** Sums stand at the beginning; the pattern must not search megabytes. */
const searchedCharacters = 2000

/** The longest piece of arithmetic in a text; `undefined` when there is none that can be worked out. */
export function findSum(whole: string): Sum | undefined {
  const text = whole.slice(0, searchedCharacters).replace(/\d{4}-\d{2}-\d{2}/g, ' ')
  const pieces = [...text.matchAll(candidate)].map(match => balanced(match[0].trim())).sort((left, right) => right.length - left.length)
  for (const expression of pieces) {
    // "10-20 people" and "24/7" are no sums; alone on the line they are.
    if (/^\d+[-/]\d+$/.test(expression) && text.trim().length > expression.length + 3) continue
    const value = evaluate(expression)
    if (value !== undefined && Number.isFinite(value)) return { expression, result: String(Number(value.toPrecision(12))) }
  }
  return undefined
}

/** Drops a parenthesis that was cut off from its partner: "(2 + 3" or "2 + 3)". */
function balanced(expression: string): string {
  const opened = expression.split('(').length
  const closed = expression.split(')').length
  if (opened > closed) return expression.replace('(', '').trim()
  return opened < closed ? expression.slice(0, expression.lastIndexOf(')')).trim() : expression
}

type Operator = (left: number, right: number) => number

/** From the loosest to the tightest. */
const levels: Record<string, Operator>[] = [
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right, '/': (left, right) => left / right }
]

/** + - * / ^, parentheses and signs; `undefined` for anything else. */
export function evaluate(expression: string): number | undefined {
  const plain = expression
    .replace(/[×·x]/gi, '*')
    .replace(/÷/g, '/')
    .replace(/\*\*/g, '^')
    .replace(/,(?=\d{3})/g, '')
  const tokens = plain.match(/\d+(?:\.\d+)?|[-+*/^()]|\S/g) ?? []
  let position = 0

  const level = (depth: number): number => {
    const operators = levels[depth]
    if (!operators) return power()
    let left = level(depth + 1)
    for (let operate = operators[tokens[position] ?? '']; operate; operate = operators[tokens[position] ?? '']) {
      position++
      left = operate(left, level(depth + 1))
    }
    return left
  }
  const power = (): number => {
    const base = atom()
    if (tokens[position] !== '^') return base
    position++
    return base ** power()
  }
  const atom = (): number => {
    const token = tokens[position++]
    if (token === '-') return -power()
    if (token === '+') return power()
    if (token !== '(') return token === undefined ? Number.NaN : Number(token)
    const inner = level(0)
    return tokens[position++] === ')' ? inner : Number.NaN
  }

  const value = level(0)
  return position === tokens.length && !Number.isNaN(value) ? value : undefined
}
