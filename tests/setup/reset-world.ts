import { z } from 'zod'
import { appOrigin, demoOrigin } from './e2e-addresses.ts'

/** Settings that tests change, as the others expect them; the app with a key starts without titles. */
const usual = {
  systemPrompt: '',
  copyKeys: true,
  nextPriceFromPicoUsd: '1000000000',
  timeZone: 'UTC',
  roles: { planning: null, coding: null, fast: null }
}

const made = z.array(z.object({ id: z.string() }))

/** Sets both apps back to what a test may expect; with `all`, before a second try, also what the first has made is deleted. */
export async function resetWorld(all: boolean): Promise<void> {
  await resetApp(appOrigin, { ...usual, titles: false }, all)
  await resetApp(demoOrigin, { ...usual, titles: true }, all)
}

async function resetApp(origin: string, settings: object, all: boolean): Promise<void> {
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }
    const response = await fetch(`${origin}/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response
  }
  const idsOf = async (path: string, list: string) => {
    const answer = z.record(z.string(), z.unknown()).parse(await (await send('GET', path)).json())
    return made.parse(answer[list]).map(({ id }) => id)
  }
  await send('PATCH', 'settings', settings)
  if (!all) return
  for (const path of ['prompts', 'presets', 'lane-sets', 'folders', 'budgets']) {
    for (const id of await idsOf(path, path === 'lane-sets' ? 'laneSets' : path)) await send('DELETE', `${path}/${id}`)
  }
  for (const path of ['conversations', 'conversations?archived=true', 'conversations?kind=compare']) {
    for (let ids = await idsOf(path, 'conversations'); ids.length > 0; ids = await idsOf(path, 'conversations')) {
      await send('PATCH', 'conversations', { ids, deleted: true })
    }
  }
}
