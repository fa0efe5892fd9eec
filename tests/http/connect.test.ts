/** Promise S1: connecting with OpenRouter. The verifier stays here, a state is good once, in its time, for this origin; the key is in no answer. */
import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { KeyAccount } from '../../lib/chat/settings.ts'
import { startSimulator } from '../../lib/simulator/server.ts'

// The address is read when lib/env.ts is imported.
const simulator = await startSimulator()
process.env.OPENROUTER_BASE_URL = simulator.url
const { useDatabase } = await import('../setup/database.ts')
const { ensureUser } = await import('../../lib/db/users.ts')
const { readApiKey } = await import('../../lib/db/api-keys.ts')
const { POST: connect } = await import('../../app/api/settings/key/connect/route.ts')
const { GET: callback } = await import('../../app/api/settings/key/callback/route.ts')
const { GET: readAccount, PUT: putKey } = await import('../../app/api/settings/key/route.ts')

const own = 'http://127.0.0.1:3000'
const none = { params: Promise.resolve({}) }
const withBody = (method: string, body: object) =>
  new Request(`${own}/api`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** Goes to OpenRouter's page and answers with where a press on it leads. */
async function authorise(returnTo = '/settings'): Promise<{ page: URL; back: string }> {
  const { url }: { url: string } = await (await connect(withBody('POST', { returnTo }), none)).json()
  const html = await (await fetch(url)).text()
  return { page: new URL(url), back: (/<a href="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&') }
}

const comeBack = async (address: string) => {
  const answer = await callback(new Request(address), none)
  return { status: answer.status, place: answer.headers.get('location'), text: await answer.text() }
}
const storedKey = async () => (await readApiKey(localUserId, simulator.origin))?.key
const failed = (problem: string) => ({ status: 303, place: `/settings?connect=${problem}`, text: '' })

afterAll(() => simulator.close())

describe('connecting with OpenRouter', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('S256, a state, and a callback of our own; the key comes from server to server', async () => {
    const { page, back } = await authorise('/')
    expect(page.origin + page.pathname).toBe(`${simulator.origin}/auth`)
    expect(page.searchParams.get('code_challenge_method')).toBe('S256')
    expect(page.searchParams.get('callback_url')).toBe(`${own}/api/settings/key/callback`)
    expect(page.searchParams.get('state')).toMatch(/^[\w-]{43}$/)
    expect(await comeBack(back)).toEqual({ status: 303, place: '/', text: '' })
    const key = await storedKey()
    expect(key).toMatch(/^sk-or-v1-[\da-f]{64}$/)
    const recorded = await (await fetch(`${simulator.origin}/__sim/requests?path=/auth`)).json()
    expect(recorded).toMatchObject([{ method: 'POST', path: '/auth/keys', key: '' }])
    const account: KeyAccount = await (await readAccount(new Request(own), none)).json()
    expect(account).toEqual({
      label: expect.stringMatching(/^sk-or-v1/),
      limit: 100,
      limitRemaining: 100,
      balancePicoUsd: '100000000000000'
    })
    expect(JSON.stringify(account)).not.toContain(key)
  })

  test('a state is good once, and so is a code', async () => {
    const { back } = await authorise()
    await comeBack(back)
    const key = await storedKey()
    expect(await comeBack(back)).toEqual(failed('expired'))
    expect(await storedKey()).toBe(key)
  })

  test('nobody comes back with a state that was not given out, too late, or to another origin', async () => {
    const { back } = await authorise()
    const forged = new URL(back)
    forged.searchParams.set('state', createHash('sha256').update('forged').digest('base64url'))
    expect(await comeBack(forged.href)).toEqual(failed('expired'))
    expect(await comeBack(`${own}/api/settings/key/callback`)).toEqual(failed('expired'))
    expect(await comeBack(back.replace('127.0.0.1:3000', 'localhost:3000'))).toEqual(failed('expired'))
    const { back: late } = await authorise()
    vi.setSystemTime(Date.now() + 601_000)
    expect(await comeBack(late)).toEqual(failed('expired'))
    vi.useRealTimers()
    expect(await storedKey()).toBeUndefined()
  })

  test('a code that OpenRouter refuses stores nothing, and the key before stays', async () => {
    await putKey(withBody('PUT', { key: 'sk-or-v1-before-0123456789' }), none)
    const { back } = await authorise()
    const wrong = new URL(back)
    wrong.searchParams.set('code', 'made-up')
    expect(await comeBack(wrong.href)).toEqual(failed('refused'))
    expect(await storedKey()).toBe('sk-or-v1-before-0123456789')
  })

  test('without OpenRouter nothing is stored, and that is said', async () => {
    const { back } = await authorise()
    await fetch(`${simulator.origin}/__sim/fault`, { method: 'POST', body: JSON.stringify({ path: '/auth/keys', status: 503 }) })
    expect(await comeBack(back)).toEqual(failed('unreachable'))
    expect(await storedKey()).toBeUndefined()
  })

  test('more than twenty at once are not remembered', async () => {
    const { back } = await authorise()
    for (let count = 0; count < 20; count++) await connect(withBody('POST', { returnTo: '/' }), none)
    expect(globalThis.stenoConnections?.size).toBe(20)
    expect(await comeBack(back)).toEqual(failed('expired'))
  })
})
