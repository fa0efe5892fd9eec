// What a browser loads before the chat page works must stay below its limit.
import { startApp } from './app-server.mjs'
import { firstLoadLimit, readFirstLoad } from './first-load.mjs'

const app = await startApp()
const scripts = await readFirstLoad(app.origin, '/')
await app.stop()

const kilobytes = bytes => (bytes / 1000).toFixed(1).padStart(7)
const total = scripts.reduce((sum, script) => sum + script.bytes, 0)
for (const { address, bytes } of scripts) console.log(`${kilobytes(bytes)} kB  ${address}`)
console.log(`${kilobytes(total)} kB  first load of / (limit ${firstLoadLimit.kilobytes}, goal ${firstLoadLimit.goalKilobytes})`)
if (scripts.length === 0) console.error('The page names no script at all: this check no longer measures anything.')
process.exit(scripts.length > 0 && total <= firstLoadLimit.kilobytes * 1000 ? 0 : 1)
