// Real: the markdown component as the page renders it, to a string. Scripted: what hostile or broken models write.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { changesAtEnd } from './changes-at-end.ts'
import { canRender, sizeOf } from './limits.ts'
import { Markdown } from './markdown.tsx'
import { elementsOf } from './markdown-piece.tsx'
import { safeUrl } from './safe-url.ts'

const render = (text: string, streaming = false) => renderToStaticMarkup(<Markdown text={text} streaming={streaming} />)

describe('links', () => {
  test('a link shows where it really leads', () => {
    expect(render('[bank.com](https://bank.com@evil.test/x)')).toContain('(evil.test)')
    expect(render('[bank.com](https://bank.com@evil.test/x)')).not.toContain('bank.com@')
    expect(render('[pay](https://аpple.com/)')).toContain('xn--')
    expect(render('https://example.com/a')).not.toContain('(example.com)')
    expect(safeUrl(`https://${'a.'.repeat(60)}evil.test/`)?.host).toMatch(/^….*\.evil\.test$/)
  })
})

describe('limits', () => {
  test('ordinary answers are not mistaken for poison', () => {
    const answer = `# Title\n\n${'A paragraph with **bold**, *emphasis*, `code` and [a link](https://example.com).\n\n'.repeat(400)}\n\n- a\n  - b\n    - c\n\n> quote\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n`
    expect(canRender(sizeOf(answer))).toBe(true)
    expect(canRender(sizeOf('const deep = [[[[[[[1]]]]]]]'))).toBe(true)
  })
})

describe('markdown', () => {
  test('code keeps its text and language', () => {
    const html = render('```ts\nconst a = "<b>"\n```')
    expect(html).toContain('const a = &quot;&lt;b&gt;&quot;')
    expect(html).toContain('>ts<')
  })

  test('tables, tasks, headings and emphasis', () => {
    const html = render('# One\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n*em* **strong**')
    expect(html).toContain('<h3 class="prose-h1">One</h3>')
    expect(html).toContain('text-align:right')
    expect(html).toContain('☑')
    expect(html).toContain('<em>em</em>')
  })

  test('a number with a dot, or a lonely bullet, is no list of nothing', () => {
    expect(render('42.')).toBe('<div class="prose"><p>42.</p></div>')
    expect(render('-')).toBe('<div class="prose"><p>-</p></div>')
    expect(render('1.', true)).not.toContain('<ol')
    expect(render('Two things:\n-', true)).toBe(render('Two things:', true))
    expect(render('1. one')).toContain('<li>')
  })

  test('a formula is shown as its source until the library is there', () => {
    expect(render('so \\(a_1 + b_1\\) and $5 or $6')).toContain('so <code>a_1 + b_1</code> and $5 or $6')
  })

  test('a fence can be drawn as a diagram once it is closed', () => {
    expect(render('```mermaid\ngraph LR\n```')).toContain('Show diagram')
    expect(render('```mermaid\ngraph LR', true)).not.toContain('Show diagram')
    expect(render('- a\n  ```mermaid\n  graph LR', true)).not.toContain('Show diagram')
  })

  test('a code that is still coming looks as it will, at every letter', () => {
    const [head, code] = ['```ts {1}\n', 'const a = "<b>"\n\n  // ~~~ and ``\n']
    for (let end = 1; end <= code.length; end++) {
      const text = head + code.slice(0, end)
      const closed = render(`${text.trimEnd()}\n\`\`\``)
      expect(render(text, true).replace(/\s+<\/code>/, '</code>')).toBe(closed.replace('prose', 'prose prose-live'))
    }
  })

  test('an unfinished delimiter is held back while streaming only', () => {
    expect(render('so **imp', true)).not.toContain('**')
    expect(render('so **imp')).toContain('**imp')
  })
})

describe('what has come at the end of a drawing', () => {
  const changes = (before: string, now: string) => changesAtEnd(elementsOf(before, true), elementsOf(now, true))
  const added = (before: string, now: string) =>
    changes(before, now)?.added.map(({ parent, nodes }) => [parent.map(({ type }) => type).join(' '), renderToStaticMarkup(nodes)])

  test('is a longer text', () => {
    expect(changes('Some wor', 'Some words')).toEqual({ text: ['Some wor', 'Some words'], added: [] })
    expect(changes('- a **b**\n- c', '- a **b**\n- c d')).toEqual({ text: ['c', 'c d'], added: [] })
    expect(changes('```ts\nconst', '```ts\nconst a')).toEqual({ text: ['const\n', 'const a\n'], added: [] })
    expect(changes('Some **bo', 'Some **bold')).toEqual({ text: ['Some bo', 'Some bold'], added: [] })
    expect(changes('## On', '## One')).toEqual({ text: ['On', 'One'], added: [] })
    expect(changes('words', 'words')).toEqual({ text: null, added: [] })
  })

  test('is elements behind those that were there', () => {
    expect(added('words', 'words `code`')).toEqual([['p', '<code>code</code>']])
    expect(changes('Some **bold', 'Some **bold**')?.text).toEqual(['Some bold', 'Some '])
    expect(added('Some **bold', 'Some **bold**')).toEqual([['p', '<strong>bold</strong>']])
    expect(added('- a', '- a\n- b *c*')).toEqual([['ul', '<li>b <em>c</em></li>']])
    expect(added('| a |\n|---|\n| 1 |', '| a |\n|---|\n| 1 |\n| 2')).toEqual([['div table tbody', '<tr><td>2</td></tr>']])
    expect(added('', 'words')).toEqual([['', '<p>words</p>']])
  })

  test.each([
    ['# One', '## One'],
    ['```ts\na', '```js\na b'],
    ['see [this](https://example.com/a) now', 'see [this](https://example.com/b) now on'],
    ['see', 'see [this](https://example.com/a)'],
    ['see', 'see $a$'],
    // It is drawn anew when what draws formulas has come.
    ['see $a$', 'see $a$ now'],
    ['a **b** c', 'a']
  ])('is none that could be written between %j and %j', (before, now) => {
    expect(changes(before, now)).toBeNull()
  })
})
