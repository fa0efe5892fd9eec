/** A page written by hand for one thing, to draw a long answer as it comes (block-script.ts): what Steno's page is measured against. */
import { readFileSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import path from 'node:path'

const { resolve } = createRequire(import.meta.url)
const languages = ['python', 'sql', 'typescript'].map(name => `highlight.js/lib/languages/${name}`)
const modules = ['highlight.js/lib/core', ...languages, 'temml']

const html = `<!doctype html><meta charset="utf-8"><title>Block by block</title>
<style>body{margin:0;display:flex;flex-direction:column;height:100vh;font:16px/1.6 sans-serif}main{flex:1;overflow-y:auto}
article{max-width:42rem;margin:auto;overflow-wrap:anywhere}p{white-space:pre-wrap}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:4px 8px}
pre{overflow-x:auto;padding:12px;border:1px solid #ccc}textarea{min-height:3rem;max-height:40dvh;field-sizing:content;resize:none}</style>
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(modules.map(name => [name, `/modules/${name}`])) })}</script>
<main></main><textarea aria-label="Message"></textarea><script type="module" src="/script"></script>`

/** The libraries are CommonJS, but for one; a browser takes modules only. */
function moduleOf(name: string): string {
  if (name === 'temml') return readFileSync(path.join(path.dirname(resolve('temml')), 'temml.mjs'), 'utf8')
  return `const module = { exports: {} }\n${readFileSync(resolve(name), 'utf8')}\nexport default module.exports`
}

function stream(response: ServerResponse, slug: string): void {
  const call = request(
    { host: '127.0.0.1', port: Number(process.env.UPSTREAM_PORT), path: '/chat/completions', method: 'POST' },
    answer => {
      let rest = ''
      answer.setEncoding('utf8')
      answer.on('data', (data: string) => {
        const lines = (rest + data).split('\n\n')
        rest = lines.pop() ?? ''
        const texts = lines.filter(line => line.startsWith('data: {')).map(line => JSON.parse(line.slice(6)).choices[0].delta.content)
        response.write(texts.join(''))
      })
      answer.on('end', () => response.end())
    }
  )
  call.end(JSON.stringify({ model: slug, stream: true }))
}

const server = createServer((incoming, response) => {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://page')
  const script = (text: string) => response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text)
  const name = pathname.replace('/modules/', '')
  if (pathname === '/answer') stream(response, searchParams.get('slug') ?? '')
  else if (pathname === '/script') script(stripTypeScriptTypes(readFileSync(path.join(import.meta.dirname, 'block-script.ts'), 'utf8')))
  else if (modules.includes(name)) script(moduleOf(name))
  else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html)
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
