// Requests that no HTTP client would send, over a bare socket.
import net from 'node:net'

/**
 * Writes text to a loopback port and resolves with what came back when the server closes or the time is over.
 * `closed` says which of the two it was.
 */
export function rawRequest(port, text, { withinMs = 20_000 } = {}) {
  return new Promise(resolve => {
    const startedAt = performance.now()
    let answer = ''
    const socket = net.connect(port, '127.0.0.1')
    const finish = closed => {
      clearTimeout(timer)
      socket.destroy()
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)
      resolve({ closed, status: status === null ? null : Number(status[1]), answer, seconds: (performance.now() - startedAt) / 1000 })
    }
    const timer = setTimeout(() => finish(false), withinMs)
    socket.setEncoding('utf8')
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('close', () => finish(true))
    socket.on('error', () => finish(true))
    socket.write(text)
  })
}

/** A POST whose body comes in chunks of 64 KiB, `bytes` in all, without saying so beforehand. */
export function chunkedPost(port, path, headers, bytes) {
  return new Promise(resolve => {
    let answer = ''
    let left = bytes
    const socket = net.connect(port, '127.0.0.1')
    const finish = () => {
      socket.destroy()
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)
      resolve({ status: status === null ? null : Number(status[1]), sent: bytes - left })
    }
    const send = () => {
      while (left > 0 && !socket.destroyed) {
        const size = Math.min(left, 64 * 1024)
        left -= size
        if (!socket.write(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`)) return
      }
      if (left === 0) socket.write('0\r\n\r\n')
      left = Math.max(left, 0)
    }
    socket.setEncoding('utf8')
    socket.on('data', chunk => {
      answer += chunk
      if (answer.includes('\r\n\r\n')) finish()
    })
    socket.on('close', finish)
    socket.on('error', finish)
    socket.on('drain', send)
    socket.write(`POST ${path} HTTP/1.1\r\n${headers}Transfer-Encoding: chunked\r\n\r\n`)
    send()
  })
}
