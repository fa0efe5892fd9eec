/** What everything is measured against: a node:http server that passes requests and answers through and does nothing else. */
import { createServer, request as requestUpstream } from 'node:http'

const upstreamPort = Number(process.env.UPSTREAM_PORT)

createServer((request, response) => {
  const upstream = requestUpstream(
    { host: '127.0.0.1', port: upstreamPort, path: request.url, method: request.method, headers: request.headers },
    answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }
  )
  request.pipe(upstream)
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
