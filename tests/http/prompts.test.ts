/** The prompt library, through the routes. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DELETE as remove, PUT as replace } from '../../app/api/prompts/[promptId]/route.ts'
import { POST as takeOver } from '../../app/api/prompts/import/route.ts'
import { POST as create, GET as list } from '../../app/api/prompts/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params, refused, withBody } from './refused.ts'

const prompt = z.strictObject({ id: z.uuid(), name: z.string(), text: z.string() })

async function library(): Promise<[string, string][]> {
  const response = await list(new Request('http://127.0.0.1:3000/api/prompts'), none)
  const { prompts } = z.strictObject({ prompts: z.array(prompt) }).parse(await response.json())
  return prompts.map(({ name, text }) => [name, text])
}

async function made(name: string, text: string): Promise<string> {
  const response = await create(withBody('POST', { name, text }), none)
  expect(response.status).toBe(201)
  return prompt.parse(await response.json()).id
}

const deleted = (promptId: string) => remove(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ promptId }))
const replaced = (promptId: string, body: object) => replace(withBody('PUT', body), params({ promptId }))
const imported = (prompts: object[]) => takeOver(withBody('POST', { prompts }), none)

describe('prompts', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('a prompt is stored, listed by name, replaced and deleted', async () => {
    const text = 'Review {{file}}:\n\n  keep\tthis 🦜 \n'
    const id = await made(' Review ', text)
    await made('Abstract', 'Summarise.')
    expect(await library()).toEqual([
      ['Abstract', 'Summarise.'],
      ['Review', text]
    ])
    expect(await (await replaced(id, { name: 'Zoom', text: 'Closer.' })).json()).toEqual({ id, name: 'Zoom', text: 'Closer.' })
    expect((await deleted(id)).status).toBe(204)
    expect((await deleted(id)).status).toBe(404)
    expect(await library()).toEqual([['Abstract', 'Summarise.']])
  })

  test('a name is there once', async () => {
    await made('Review', 'One.')
    const other = await made('Other', 'Two.')
    const answers = [
      await create(withBody('POST', { name: 'Review', text: 'x' }), none),
      await replaced(other, { name: 'Review', text: 'x' })
    ]
    for (const answer of answers) {
      expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'prompt_exists' } }])
    }
    expect(await library()).toHaveLength(2)
  })

  test("another user's prompt is neither seen nor changed, and its name is free", async () => {
    await ensureUser('somebody')
    const id = uuidv7()
    await database().prompt.create({ data: { id, userId: 'somebody', name: 'Review', text: 'Theirs.' } })
    expect(await library()).toEqual([])
    expect((await replaced(id, { name: 'Mine', text: 'x' })).status).toBe(404)
    expect((await deleted(id)).status).toBe(404)
    await made('Review', 'Ours.')
    expect(await database().prompt.findUnique({ where: { id } })).toMatchObject({ name: 'Review', text: 'Theirs.' })
  })

  test('a file is taken over once, and nothing that is there is written over', async () => {
    await made('Review', 'One.')
    const file = [
      { name: 'Review', text: 'One.' },
      { name: 'Review', text: 'Another.' },
      { name: 'New', text: 'New.' }
    ]
    expect(await (await imported(file)).json()).toEqual({ added: 2, same: 1 })
    expect(await (await imported(file)).json()).toEqual({ added: 0, same: 3 })
    expect(await library()).toEqual([
      ['New', 'New.'],
      ['Review', 'One.'],
      ['Review (2)', 'Another.']
    ])
  })

  test('a library takes 500 prompts, and of a file all or none', async () => {
    const many = Array.from({ length: 499 }, (_, index) => ({ name: `Prompt ${index}`, text: 'x' }))
    expect((await imported(many)).status).toBe(200)
    expect(
      (
        await imported([
          { name: 'a', text: 'x' },
          { name: 'b', text: 'x' }
        ])
      ).status
    ).toBe(409)
    await made('The last', 'x')
    expect(await refusedCode(create(withBody('POST', { name: 'One more', text: 'x' }), none))).toBe('too_many')
    expect(await library()).toHaveLength(500)
  })

  test.each([
    ['no name', { text: 'x' }],
    ['a name of blanks', { name: '  ', text: 'x' }],
    ['a long name', { name: 'a'.repeat(101), text: 'x' }],
    ['no text', { name: 'canary', text: '' }],
    ['a text of blanks', { name: 'canary', text: ' \n' }],
    ['a long text', { name: 'canary', text: 'a'.repeat(100_001) }],
    ['NUL', { name: 'canary', text: 'a\0' }],
    ['half a pair', { name: 'canary', text: '\ud800' }],
    ['an unknown field', { name: 'canary', text: 'x', id: uuidv7() }]
  ])('%s is refused', async (_what, body) => {
    const invalid = { status: 400, code: 'invalid_request' }
    expect(await refused(create(withBody('POST', body), none))).toEqual(invalid)
    expect(await refused(imported([body]))).toEqual(invalid)
    const id = await made('Review', 'One.')
    expect(await refused(replaced(id, body))).toEqual(invalid)
    expect(await library()).toEqual([['Review', 'One.']])
  })

  test.each([[{}], [{ prompts: [] }], [{ prompts: {} }], [{ prompts: [{ name: 'a', text: 'x' }], version: 1 }]])(
    'the file %j is refused',
    async body => {
      expect(await refused(takeOver(withBody('POST', body), none))).toEqual({ status: 400, code: 'invalid_request' })
    }
  )
})

async function refusedCode(answer: Promise<Response>): Promise<string> {
  return (await refused(answer)).code
}
