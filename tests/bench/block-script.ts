/// <reference lib="dom" />
/**
 * What the hand-written page runs in the browser: plain elements, each block parsed once, when its end has come; what is unfinished is
 * plain text until then. It draws what Steno draws, with the same libraries for code and formulas, and nothing else.
 */
import highlight from 'highlight.js/lib/core'
import python from 'highlight.js/lib/languages/python'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import temml from 'temml'

for (const [name, language] of Object.entries({ python, sql, ts: typescript })) highlight.registerLanguage(name, language)

/** As often as Steno draws. */
const drawEveryMs = 50

const field = document.querySelector('textarea')
const scroller = document.querySelector('main')

const element = (name: string, ...children: (Node | string)[]) => {
  const made = document.createElement(name)
  made.append(...children)
  return made
}

function formula(source: string, displayMode: boolean): HTMLElement {
  const box = element(displayMode ? 'div' : 'span')
  temml.render(source, box, { displayMode })
  return box
}

function inline(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = []
  let from = 0
  for (const match of text.matchAll(/\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\$(.+?)\$|\[(.+?)\]\((.+?)\)/g)) {
    nodes.push(text.slice(from, match.index))
    const [whole, strong, emphasis, code, math, words, address] = match
    if (strong !== undefined) nodes.push(element('strong', strong))
    else if (emphasis !== undefined) nodes.push(element('em', emphasis))
    else if (code !== undefined) nodes.push(element('code', code))
    else if (math !== undefined) nodes.push(formula(math, false))
    else nodes.push(Object.assign(document.createElement('a'), { href: address, textContent: words }))
    from = match.index + whole.length
  }
  return [...nodes, text.slice(from)]
}

function codeBlock(block: string): HTMLElement {
  const [, language = '', text = ''] = /^```(\w*)\n(.*)\n```$/s.exec(block) ?? []
  const code = element('code')
  code.innerHTML = highlight.highlight(text, { language }).value
  return element('pre', code)
}

function table(block: string): HTMLElement {
  const [head, , ...rows] = block.split('\n').map(line => line.slice(1, -1).split('|'))
  const row = (cells: readonly string[], name: string) => element('tr', ...cells.map(cell => element(name, ...inline(cell.trim()))))
  return element('table', element('thead', row(head ?? [], 'th')), element('tbody', ...rows.map(cells => row(cells, 'td'))))
}

function list(block: string): HTMLElement {
  const items = block.split('\n').map(line => element('li', ...inline(line.replace(/^(?:-|\d+\.) /, ''))))
  return element(block.startsWith('-') ? 'ul' : 'ol', ...items)
}

function parse(block: string): HTMLElement {
  if (block.startsWith('#')) return element('h4', ...inline(block.replace(/^#+ /, '')))
  if (block.startsWith('```')) return codeBlock(block)
  if (block.startsWith('$$')) return formula(block.slice(2, -2), true)
  if (block.startsWith('|')) return table(block)
  if (block.startsWith('>')) return element('blockquote', element('p', ...inline(block.slice(2))))
  return /^(?:-|\d+\.) /.test(block) ? list(block) : element('p', ...inline(block))
}

async function ask(slug: string): Promise<void> {
  const tail = document.createTextNode('')
  const last = element('p', tail)
  const article = element('article', last)
  article.ariaBusy = 'true'
  scroller?.append(article)
  let waiting = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const draw = () => {
    timer = undefined
    tail.appendData(waiting)
    waiting = ''
    for (let end = endOfBlock(tail.data); end !== -1; end = endOfBlock(tail.data)) {
      last.before(parse(tail.data.slice(0, end)))
      tail.deleteData(0, end + 2)
    }
    if (scroller) scroller.scrollTop = scroller.scrollHeight
  }
  const response = await fetch(`/answer?slug=${slug}`)
  const reader = response.body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    waiting += next.value
    timer ??= setTimeout(draw, drawEveryMs)
  }
  clearTimeout(timer)
  draw()
  last.replaceWith(tail.data === '' ? '' : parse(tail.data.trim()))
  article.ariaBusy = 'false'
}

/** Where the first block ends that is followed by another; blank lines in code are code. */
function endOfBlock(text: string): number {
  if (!text.startsWith('```')) return text.indexOf('\n\n')
  const close = text.indexOf('\n```\n\n')
  return close === -1 ? -1 : close + 4
}

field?.addEventListener('keydown', event => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  void ask(field.value)
  field.value = ''
})
