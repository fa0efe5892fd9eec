// Where Steno listens. Dependency-free, so that a wrong HOST is refused before anything is fetched or built.

/** EX_CONFIG of sysexits.h: what was asked for is refused; asking again changes nothing. */
export const exitConfiguration = 78

/** Prints why Steno does not start, and ends. */
export function refuse(code, text) {
  console.error(text)
  process.exit(code)
}

/** HOST and PORT, checked. */
export function readAddress() {
  const host = process.env.HOST || '127.0.0.1'
  const port = Number(process.env.PORT || 3000)
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    refuse(
      exitConfiguration,
      `Steno does not listen on HOST=${host}: it has no accounts yet, so everyone who reached it could read the conversations and spend the key.\n` +
        'It listens on 127.0.0.1 (the default), ::1 or localhost. From another machine use a tunnel: ssh -L 3000:127.0.0.1:3000 <this machine>'
    )
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(exitConfiguration, `PORT=${process.env.PORT} is not a port number.`)
  return { host, port, origin: `http://${host === '::1' ? '[::1]' : host}:${port}` }
}
