/** The least that can show several answers at once: one connection, drawn once a frame, a paragraph each. */
import { createServer, request, type ServerResponse } from 'node:http'

const html = `<!doctype html><meta charset="utf-8"><title>Bare</title>
<style>main{display:flex}div{flex:1;height:30rem;overflow:auto;contain:strict;font:14px sans-serif}p{white-space:pre-wrap}</style>
<textarea aria-label="Message"></textarea><main></main>
<script type="module">
const query = new URLSearchParams(location.search)
const lanes = Array.from({ length: Number(query.get('lanes')) }, () => document.querySelector('main').appendChild(document.createElement('div')))
for (const lane of lanes) lane.append(document.createElement('p'))
const waiting = lanes.map(() => '')
const draw = () => {
  for (const [index, text] of waiting.entries()) {
    if (text === '') continue
    waiting[index] = ''
    const [first, ...paragraphs] = text.split('\\n\\n')
    lanes[index].lastChild.append(first)
    for (const paragraph of paragraphs) lanes[index].appendChild(document.createElement('p')).append(paragraph)
    lanes[index].scrollTop = lanes[index].scrollHeight
  }
  requestAnimationFrame(draw)
}
draw()
const reader = (await fetch('/answers' + location.search)).body.pipeThrough(new TextDecoderStream()).getReader()
let rest = ''
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  const lines = (rest + next.value).split('\\n')
  rest = lines.pop()
  for (const line of lines) {
    const { lane, text } = JSON.parse(line)
    waiting[lane] += text
  }
}
document.title = 'Done'
</script>`

function stream(response: ServerResponse, lane: number, model: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: Number(process.env.UPSTREAM_PORT), path: '/chat/completions', method: 'POST' },
      answer => {
        let rest = ''
        answer.setEncoding('utf8')
        answer.on('data', (data: string) => {
          const lines = (rest + data).split('\n\n')
          rest = lines.pop() ?? ''
          const texts = lines.filter(line => line.startsWith('data: {')).map(line => JSON.parse(line.slice(6)).choices[0].delta.content)
          response.write(`${JSON.stringify({ lane, text: texts.join('') })}\n`)
        })
        answer.on('end', resolve)
      }
    )
    call.on('error', reject)
    call.end(JSON.stringify({ model, stream: true }))
  })
}

const server = createServer((incoming, response) => {
  const url = new URL(incoming.url ?? '/', 'http://bare')
  if (url.pathname !== '/answers') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html)
    return
  }
  const lanes = Number(url.searchParams.get('lanes'))
  const model = url.searchParams.get('model') ?? ''
  void Promise.all(Array.from({ length: lanes }, (_, lane) => stream(response, lane, model))).then(() => response.end())
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
