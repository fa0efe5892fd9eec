import { once } from 'node:events'
import net from 'node:net'
import { appPort, unsteadyPort } from './e2e-addresses.ts'

/** The line between the browser and the app, for a test that cuts it: the browser's own offline switch leaves open streams alone. */
export class UnsteadyNetwork {
  readonly #server: net.Server
  readonly #sockets = new Set<net.Socket>()
  #isCut = false

  private constructor() {
    this.#server = net.createServer(browser => {
      if (this.#isCut) {
        browser.destroy()
        return
      }
      const app = net.connect(appPort, '127.0.0.1')
      for (const [from, to] of [
        [browser, app],
        [app, browser]
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
  }

  static async open(): Promise<UnsteadyNetwork> {
    const network = new UnsteadyNetwork()
    network.#server.listen(unsteadyPort, '127.0.0.1')
    await once(network.#server, 'listening')
    return network
  }

  /** Breaks what is open and refuses what comes. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  mend(): void {
    this.#isCut = false
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
