import { describe, expect, test } from 'vitest'
import { displayMark, inlineMark, markMath } from './mark-math.ts'

const inline = (formula: string) => `\`${inlineMark}${formula}\``
const display = (formula: string) => `\`${displayMark}${formula}\``

describe('markMath', () => {
  test.each([
    ['with \\(a_1\\) in it', `with ${inline('a_1')} in it`],
    ['with $a_1$ in it, and $b*c$.', `with ${inline('a_1')} in it, and ${inline('b*c')}.`],
    ['\\[ x = 1 \\]', display('x = 1')],
    ['$$\n\\frac{a}{b}\n= 1\n$$', display('\\frac{a}{b} = 1')],
    ['$$\na\n- b % the rest\n+ c\n$$', display('a - b + c')],
    ['> \\[ a\n> + b \\]', `> ${display('a + b')}`],
    ['- item $x$\n\n    $$y$$', `- item ${inline('x')}\n\n    ${display('y')}`],
    ['$x$-axis and ($y$)', `${inline('x')}-axis and (${inline('y')})`],
    ['I paid $5 for $x$ of it', `I paid $5 for ${inline('x')} of it`],
    ['\\(a`b\\)', `\`\`${inlineMark}a\`b\`\``],
    ['**$x$** and _$y$_', `**${inline('x')}** and _${inline('y')}_`],
    ['`\\(a\\)` but \\(b\\)', `\`\\(a\\)\` but ${inline('b')}`],
    ['a \\\\(b\\) $c$', `a \\\\(b\\) ${inline('c')}`]
  ])('%j has its formulas marked', (text, marked) => {
    expect(markMath(text, false)).toBe(marked)
  })

  test.each([
    'It costs $5 and $10.',
    'From $5 to $10, US$20 and A$ 30.',
    '$1,000 (was $2,000)',
    'between $5 million and 10$',
    '$HOME/$USER',
    'a \\$b\\$ c',
    '`$a$` and ``\\(b\\)``',
    '```sh\necho $a $b $\n\\[ x \\]\n```',
    '~~~\n$$a$$\n```\n$$b$$\n~~~',
    '- ```sh\n  echo $a$\n  ```',
    '| $5 | $10 |\n|---|---|\n| $a | b$ |',
    'a $b\n\nc$ d',
    '\\[1\\] and \\[link\\](https://example.com)',
    '$$ $$ and $ $',
    'no closing \\( here',
    '$$$'
  ])('%j stays as it is', text => {
    expect(markMath(text, false)).toBe(text)
  })

  test('a formula that has begun is held back while more is coming, a price is not', () => {
    expect(markMath('so \\[ \\frac{a', true)).toBe('so ')
    expect(markMath('so $x^2', true)).toBe('so ')
    expect(markMath('so $$a', true)).toBe('so ')
    expect(markMath('so $5 and', true)).toBe('so $5 and')
    expect(markMath('so \\( was\n\nnever closed', true)).toBe('so \\( was\n\nnever closed')
    expect(markMath('`$a', true)).toBe('`$a')
  })

  test('ends, whatever is repeated: time that grows with the square would not', () => {
    for (const piece of ['\\( ', '\\[ a', '$a ', '$$a ', '` ``', '$a$', '$', '\\)', '```\n', '$$\n']) {
      expect(markMath(piece.repeat(40_000), false).length, piece).toBeGreaterThan(0)
    }
  })
})
