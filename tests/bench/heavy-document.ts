import { Vocabulary } from './vocabulary.ts'

/** Of the document that every run draws; the bench names it. */
export const documentSeed = 20_261_126
const charactersPerToken = 4

/** A document of everything that is hard to draw, in pieces as a model sends them. The same for every run and page. */
export function heavyTokens(tokens: number, seed = documentSeed): string[] {
  const words = new Vocabulary(seed)
  let text = ''
  for (let block = 0; text.length < tokens * charactersPerToken; block++) text += `${kinds[block % kinds.length]?.(words, block)}\n\n`
  return (text.match(/.{1,4}/gs) ?? []).slice(0, tokens)
}

const kinds: ((words: Vocabulary, block: number) => string)[] = [
  words => `## ${words.text(words.between(2, 6))}`,
  paragraph,
  list,
  (words, block) => `\`\`\`${['ts', 'python', 'sql'][block % 3]}\n${code(words, block)}\n\`\`\``,
  paragraph,
  words => `$$\n\\sum_{i=1}^{${words.between(3, 90)}} \\frac{x_i^2 + \\alpha_{i}}{\\sqrt{1 + y_i}} = \\int_0^1 f(t)\\,dt\n$$`,
  table,
  paragraph,
  words => `> ${words.text(words.between(10, 25))}`
]

function paragraph(words: Vocabulary): string {
  const sentences = Array.from({ length: words.between(2, 6) }, () => {
    const begin = words.text(words.between(6, 14))
    if (words.happens(0.3)) return `${begin} **${words.text(2)}** and \`${words.word()}\`.`
    if (words.happens(0.3)) return `${begin} with $${words.word().charAt(0)}_{${words.between(1, 9)}}^2 + \\beta$ in it.`
    if (words.happens(0.2)) return `${begin}, see [${words.word()}](https://example.com/${words.word()}).`
    return `${begin}, *${words.word()}* ${words.text(4)}.`
  })
  return sentences.join(' ')
}

function list(words: Vocabulary, block: number): string {
  const mark = (index: number) => (block % 2 === 0 ? '-' : `${index + 1}.`)
  return Array.from({ length: words.between(3, 8) }, (_, index) => `${mark(index)} **${words.word()}**: ${words.text(8)}`).join('\n')
}

function code(words: Vocabulary, block: number): string {
  const line = [
    () => `const ${words.word()} = (${words.word()}: number) => ${words.between(1, 99)} * ${words.word()} // ${words.text(3)}`,
    () => `${words.word()} = [${words.word()} for ${words.word()} in range(${words.between(2, 99)}) if "${words.word()}"]`,
    () => `SELECT ${words.word()}, count(*) FROM ${words.word()} WHERE ${words.word()} = '${words.word()}' GROUP BY 1;`
  ][block % 3]
  return Array.from({ length: words.between(5, 20) }, () => line?.()).join('\n')
}

function table(words: Vocabulary): string {
  const cells = (cell: () => string) => `| ${Array.from({ length: 4 }, cell).join(' | ')} |`
  return [
    cells(() => words.word()),
    cells(() => '---'),
    ...Array.from({ length: words.between(3, 9) }, () => cells(() => `${words.word()} ${words.between(1, 999)}`))
  ].join('\n')
}
