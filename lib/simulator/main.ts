import { startSimulator } from './server.ts'

/** `npm run simulator`: the upstream of the demo mode on its own, to point `OPENROUTER_BASE_URL` at. */
const simulator = await startSimulator({ port: Number(process.env.PORT ?? 4010) })
process.stdout.write(`OpenRouter simulator: ${simulator.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close())
