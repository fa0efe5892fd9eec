import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'
import { MarkdownPiece } from './markdown-piece.tsx'
import { GrowingBlocks, splitBlocks } from './split-blocks.ts'

const pieces = [
  'A paragraph with **bold** and a [link](https://example.com).',
  '# Heading',
  '## Second heading',
  '- one\n- two\n\n- loose three',
  '1. first\n2. second',
  '1. first\n\n   more of it\n\n2. second',
  '> a quotation\n> of two lines',
  '```ts\nconst a = 1\n\nconst b = 2\n```',
  '~~~\n# no heading\n\n```\n~~~',
  '| a | b |\n| - | -: |\n| 1 | 2 |',
  '    indented code',
  '---',
  '***',
  '- [ ] open\n- [x] done',
  'Line one  \nline two',
  '$a < b$ and 1 < 2',
  '* star\n  * nested\n\n    text in it',
  'Setext\n======',
  '\\# escaped',
  '**bold\nover lines**'
]

const drawn = (text: string) => ({
  whole: `<div class="prose">${renderToStaticMarkup(<MarkdownPiece text={text} streaming={false} />)}</div>`,
  inBlocks: renderToStaticMarkup(<Markdown text={text} />)
})

describe('splitBlocks', () => {
  test('loses nothing, and what was cut stays cut as the text grows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), fc.constantFrom('\n\n', '\n\n\n', '\n \n'), (chosen, gap) => {
        const text = chosen.join(gap)
        expect(splitBlocks(text).join('')).toBe(text)
        const end = Math.floor(text.length / 2)
        const before = splitBlocks(text.slice(0, end))
        expect(splitBlocks(text).slice(0, before.length - 1)).toEqual(before.slice(0, -1))
      })
    )
  })

  test('looks as the whole text does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }), chosen => {
        const { whole, inBlocks } = drawn(chosen.join('\n\n'))
        expect(inBlocks).toBe(whole)
      }),
      { numRuns: 300 }
    )
  })

  test('is one piece where parts of a text speak of each other', () => {
    const referring = 'See [this][1].\n\nAnd on.\n\n[1]: https://example.com'
    expect(splitBlocks(referring)).toEqual([referring])
    const { whole, inBlocks } = drawn(`${referring}\n\nA note[^n].\n\n[^n]: said here`)
    expect(inBlocks).toBe(whole)
  })

  test('the number of a footnote does not wait for its words, nor does all that follows', () => {
    const text = 'A note[^n] here.\n\nAnd on.\n\nAnd on.'
    expect(splitBlocks(text)).toHaveLength(3)
    expect(renderToStaticMarkup(<Markdown text={text} streaming />)).toContain('<p>A note<sup>n</sup> here.</p>')
    expect(drawn(text).inBlocks).toBe(drawn(text).whole)
  })

  test('of a text that grows a finished piece stays the same, and all of them are the text', () => {
    const growing = new GrowingBlocks()
    const text = pieces.join('\n\n')
    for (let length = 0; length <= text.length; length++) {
      const blocks = growing.split(text.slice(0, length), true)
      expect(blocks).toEqual(splitBlocks(text.slice(0, length)))
    }
    expect(growing.split(text, false)?.join('')).toBe(text)
  })

  test.each([true, false])('another text is taken for the one before by nobody (grows: %s)', grows => {
    const growing = new GrowingBlocks()
    const text = 'One.\n\nTwo.\n\nThree.'
    for (const other of [text, 'One.', text, 'One.\n\nTow.\n\nThree.', '', text]) {
      growing.split(text, true)
      expect(growing.split(other, grows)).toEqual(splitBlocks(other))
    }
  })

  test('a long answer is many pieces', () => {
    expect(splitBlocks(pieces.slice(0, 3).join('\n\n'))).toHaveLength(3)
  })
})
