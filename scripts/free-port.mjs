import { once } from 'node:events'
import net from 'node:net'

// Linux lends 32768 and above to outgoing connections (net.ipv4.ip_local_port_range), other systems begin higher: a port
// from there can be free now and taken a moment later by anybody's request.
const [lowest, highest] = [20_000, 32_000]

/** Processes that look for ports at the same time look in different places. */
const ownPorts = 300
const ownLowest = lowest + (process.pid % Math.floor((highest - lowest) / ownPorts)) * ownPorts

async function isFree(port) {
  const server = net.createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}

/** As many loopback ports as asked for, each free a moment ago. */
export async function freePorts(count) {
  const ports = new Set()
  while (ports.size < count) {
    const port = ownLowest + Math.floor(Math.random() * ownPorts)
    if (!ports.has(port) && (await isFree(port))) ports.add(port)
  }
  return [...ports]
}

export async function freePort() {
  const [port] = await freePorts(1)
  return port
}
