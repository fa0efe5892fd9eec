// Real: the markdown component as the page renders it, to a string. Scripted: what hostile or broken models write.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { canRenderMarkdown } from './limits.ts'
import { Markdown } from './markdown.tsx'
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
    expect(canRenderMarkdown(answer)).toBe(true)
    expect(canRenderMarkdown('const deep = [[[[[[[1]]]]]]]')).toBe(true)
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

  test('an unfinished delimiter is held back while streaming only', () => {
    expect(render('so **imp', true)).not.toContain('**')
    expect(render('so **imp')).toContain('**imp')
  })
})
