import 'server-only'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Named in next.config.ts, so that a build has it. */
const library = 'node_modules/mermaid/dist/mermaid.min.js'

/** Draws what it is sent, and says how high that is or why it cannot. Runs in the frame. */
const draw = `
const say = what => parent.postMessage(what, '*')
addEventListener('message', async ({ source, data }) => {
  if (source !== parent) return
  try {
    document.documentElement.style.colorScheme = data.dark ? 'dark' : 'light'
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      look: 'classic',
      theme: data.dark ? 'dark' : 'neutral',
      maxTextSize: 20000,
      maxEdges: 300,
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      suppressErrorRendering: true
    })
    const { svg } = await mermaid.render('diagram', data.source)
    document.body.innerHTML = svg
    const drawing = document.body.firstElementChild
    const width = parseFloat(drawing.style.maxWidth)
    // On a phone it scrolls rather than becoming too small to read.
    if (width > 0) drawing.style.minWidth = width / 2 + 'px'
    const measure = () => say({ height: drawing.getBoundingClientRect().height + 16 })
    new ResizeObserver(measure).observe(drawing)
  } catch (error) {
    say({ reason: String(error.message ?? error) })
  }
})
say('ready')
`

/**
 * The document that draws mermaid diagrams, for a frame with `sandbox="allow-scripts"`: it has no origin, and its policy lets
 * nothing in or out. The library stands in the document itself, so that it needs no address to load from.
 */
export async function diagramFrame(): Promise<Response> {
  const nonce = randomBytes(16).toString('base64')
  const script = await readFile(path.join(process.cwd(), library), 'utf8')
  if (script.includes('</script')) throw new Error('The diagram library cannot stand in a document.')
  const page =
    '<!doctype html><html lang="en"><title>Diagram</title><style>body{margin:0;overflow:auto hidden}svg{display:block}</style>' +
    `<body><script nonce="${nonce}">${script}</script><script nonce="${nonce}">${draw}</script>`
  return new Response(page, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `sandbox allow-scripts; default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; frame-ancestors 'self'`
    }
  })
}
