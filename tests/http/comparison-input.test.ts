/** Promise S3 for comparisons: whatever their routes are sent, they answer with a clear error and have written nothing. */
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as chat } from '../../app/api/chat/route.ts'
import { PATCH as change } from '../../app/api/conversations/[conversationId]/route.ts'
import { PUT as vote } from '../../app/api/conversations/[conversationId]/vote/route.ts'
import { POST as create, GET as list } from '../../app/api/conversations/route.ts'
import { GET as costs } from '../../app/api/costs/route.ts'
import { DELETE as removeSet } from '../../app/api/lane-sets/[laneSetId]/route.ts'
import { POST as addSet } from '../../app/api/lane-sets/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params, refused, withBody } from './refused.ts'

const get = (query = '') => new Request(`http://127.0.0.1:3000/api${query}`)
const lane = (settings: object = {}) => ({ assistantMessageId: uuidv7(), settings: { model: 'openai/gpt-5-mini', ...settings } })
const valid = () => ({
  kind: 'compare',
  conversationId: uuidv7(),
  message: { id: uuidv7(), parts: [{ type: 'text', text: 'canary' }] },
  lanes: [lane(), lane()]
})
const id = uuidv7()

describe('bad input to a comparison', () => {
  useDatabase()

  const bodies: [string, string | object, number][] = [
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['ten thousand levels', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    ['an unknown field', { ...valid(), role: 'admin' }, 400],
    ['__proto__', `{"__proto__":{"polluted":"canary"},${JSON.stringify(valid()).slice(1)}`, 400],
    ['no kind', { ...valid(), kind: undefined }, 400],
    ['the kind of a chat', { ...valid(), kind: 'chat' }, 400],
    ['a path for an id', { ...valid(), conversationId: '../../etc/passwd' }, 400],
    ['no lanes', { ...valid(), lanes: [] }, 400],
    ['one lane', { ...valid(), lanes: [lane()] }, 400],
    ['nine lanes', { ...valid(), lanes: Array.from({ length: 9 }, () => lane()) }, 400],
    [
      'lanes that are one answer',
      {
        ...valid(),
        lanes: [
          { ...lane(), assistantMessageId: id },
          { ...lane(), assistantMessageId: id }
        ]
      },
      400
    ],
    ['a lane with a place of its own', { ...valid(), lanes: [lane(), lane({ lane: 3 })] }, 400],
    ['a lane that merges', { ...valid(), lanes: [lane(), lane({ purpose: 'merge' })] }, 400],
    ['a lane without a model', { ...valid(), lanes: [lane(), { assistantMessageId: id, settings: {} }] }, 400],
    ['a cap of nothing', { ...valid(), lanes: [lane(), lane({ costCapPicoUsd: '0' })] }, 400],
    ['a cap that is a number', { ...valid(), lanes: [lane(), lane({ costCapPicoUsd: 5 })] }, 400],
    ['a cap below nothing', { ...valid(), lanes: [lane(), lane({ costCapPicoUsd: '-5' })] }, 400],
    ['a cap of 30 digits', { ...valid(), lanes: [lane(), lane({ costCapPicoUsd: '9'.repeat(30) })] }, 400],
    ['an empty question', { ...valid(), message: { id, parts: [{ type: 'text', text: ' \n' }] } }, 400],
    ['NUL', { ...valid(), message: { id, parts: [{ type: 'text', text: 'canary\0' }] } }, 400],
    ['blindness in words', { ...valid(), blind: 'yes' }, 400],
    ['an original that is none', { ...valid(), rerunOfId: 'canary' }, 400],
    ['an original that is not there', { ...valid(), rerunOfId: uuidv7() }, 404],
    ['a file that is not there', { ...valid(), message: { id, parts: [{ type: 'file', attachmentId: uuidv7() }] } }, 404]
  ]

  test.each(bodies)('POST /api/conversations with %s', async (_name, body, status) => {
    await ensureUser(localUserId)
    expect((await refused(create(withBody('POST', body), none))).status).toBe(status)
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  test('a question whose id is that of an answer is refused before anything runs', async () => {
    await ensureUser(localUserId)
    const body = valid()
    const sameId = { ...body, message: { ...body.message, id: body.lanes[1]?.assistantMessageId } }
    expect(await refused(create(withBody('POST', sameId), none))).toEqual({ status: 422, code: 'id_taken' })
  })

  test('a body that a form could send is refused by its type, one over 10 MiB by its size', async () => {
    for (const [route, method] of [
      [create, 'POST'],
      [addSet, 'POST']
    ] as const) {
      expect((await refused(route(withBody(method, valid(), 'text/plain'), none))).code).toBe('unsupported_media_type')
      expect((await refused(route(withBody(method, ' '.repeat(10 * 1024 * 1024 + 1)), none))).status).toBe(413)
    }
    expect((await refused(vote(withBody('PUT', '{}', 'text/plain'), params({ conversationId: id })))).status).toBe(415)
  })

  test.each<[string, object]>([
    ['nothing', {}],
    ['no lane', { questionId: id }],
    ['a lane below the first', { questionId: id, lane: -1 }],
    ['a ninth lane', { questionId: id, lane: 8 }],
    ['half a lane', { questionId: id, lane: 0.5 }],
    ['a letter', { questionId: id, lane: 'A' }],
    ['SQL for a question', { questionId: `'; DROP TABLE "Vote"; --`, lane: 0 }],
    ['an unknown field', { questionId: id, lane: 0, model: 'canary' }]
  ])('PUT …/vote with %s', async (_name, body) => {
    expect((await refused(vote(withBody('PUT', body), params({ conversationId: id })))).status).toBe(400)
  })

  const two = [{ model: 'a/b' }, { model: 'a/c' }]
  test.each<[string, object]>([
    ['nothing', {}],
    ['no name', { lanes: two }],
    ['an empty name', { name: ' \n', lanes: two }],
    ['a name of 101 characters', { name: 'c'.repeat(101), lanes: two }],
    ['NUL in its name', { name: 'canary\0', lanes: two }],
    ['one lane', { name: 'canary', lanes: two.slice(1) }],
    ['nine lanes', { name: 'canary', lanes: Array(9).fill({ model: 'a/b' }) }],
    ['a numbered lane', { name: 'canary', lanes: [...two, { model: 'a/b', lane: 1 }] }],
    ['an unknown setting', { name: 'canary', lanes: [...two, { model: 'a/b', canary: 1 }] }]
  ])('POST /api/lane-sets with %s', async (_name, body) => {
    await ensureUser(localUserId)
    expect((await refused(addSet(withBody('POST', body), none))).status).toBe(400)
  })

  test.each(['?kind=canary', '?kind=', '?kind=compare&cursor=canary', `?kind=compare&query=${'c'.repeat(201)}`, '?kind=compare&query=%00'])(
    'GET /api/conversations%s',
    async query => {
      expect((await refused(list(get(query), none))).status).toBe(400)
    }
  )

  test.each(['', '?conversationId=', '?conversationId=canary', `?conversationId=${'a'.repeat(10_000)}`])(
    'GET /api/costs%s',
    async query => {
      expect((await refused(costs(get(query), none))).status).toBe(400)
    }
  )

  test.each<[string, object]>([
    ['notes of 20,001 characters', { notes: 'c'.repeat(20_001) }],
    ['notes with NUL', { notes: 'canary\0' }],
    ['notes that are a list', { notes: ['canary'] }],
    ['continued in words', { continued: 'yes' }]
  ])('PATCH /api/conversations/:id with %s', async (_name, body) => {
    expect((await refused(change(withBody('PATCH', body), params({ conversationId: id })))).status).toBe(400)
  })

  test.each([
    ['lane', -1],
    ['lane', 8],
    ['lane', '0'],
    ['purpose', 'chat'],
    ['costCapPicoUsd', '1.5']
  ])('POST /api/chat with %s %s', async (name, value) => {
    const { conversationId, message } = valid()
    const settings = { model: 'a/b', [name]: value }
    const body = { trigger: 'submit-message', conversationId, parentId: null, assistantMessageId: uuidv7(), message, settings }
    expect((await refused(chat(withBody('POST', body), none))).status).toBe(400)
  })

  test.each(['lane', 'purpose'])('POST /api/chat with a %s, but no comparison', async name => {
    await ensureUser(localUserId)
    const { conversationId, message } = valid()
    const settings = { model: 'a/b', [name]: name === 'lane' ? 0 : 'merge' }
    const body = { trigger: 'submit-message', conversationId, parentId: null, assistantMessageId: uuidv7(), message, settings }
    expect(await refused(chat(withBody('POST', body), none))).toEqual({ status: 400, code: 'invalid_lane' })
  })

  test.each(['..%2f..', uuidv7(), `' OR 1=1 --`, 'a'.repeat(10_000)])('ids in paths that name nothing are not found: %s', async name => {
    const answers = [
      vote(withBody('PUT', { questionId: id, lane: 0 }), params({ conversationId: name })),
      change(withBody('PATCH', { notes: 'canary' }), params({ conversationId: name })),
      change(withBody('PATCH', { continued: true }), params({ conversationId: name })),
      removeSet(get(), params({ laneSetId: name }))
    ]
    for (const answer of answers) expect((await refused(answer)).code).toBe('not_found')
    expect((await refused(costs(get(`?conversationId=${uuidv7()}`), none))).code).toBe('not_found')
  })

  test("another user's rows look as if they were not there", async () => {
    await ensureUser(localUserId)
    const conversationId = uuidv7()
    const [question, answer, laneSetId] = [uuidv7(), uuidv7(), uuidv7()]
    const common = { conversationId, status: 'complete', parts: '[]' }
    await database().user.create({ data: { id: 'stranger' } })
    await database().conversation.create({ data: { id: conversationId, userId: 'stranger', kind: 'compare', title: 'Theirs' } })
    await database().message.create({ data: { ...common, id: question, role: 'user' } })
    const settings = JSON.stringify({ model: 'a/b', lane: 0 })
    await database().message.create({ data: { ...common, id: answer, role: 'assistant', parentId: question, settings } })
    await database().laneSet.create({ data: { id: laneSetId, userId: 'stranger', name: 'Theirs', lanes: '[]' } })
    await database().vote.create({ data: { conversationId, questionId: question, userId: 'stranger', lane: 0, lanes: '[]' } })
    const before = await database().vote.findMany()
    const ofTheirs = params({ conversationId })
    const answers = await Promise.all([
      vote(withBody('PUT', { questionId: question, lane: 0 }), ofTheirs),
      change(withBody('PATCH', { notes: 'Mine' }), ofTheirs),
      change(withBody('PATCH', { continued: true }), ofTheirs),
      costs(get(`?conversationId=${conversationId}`), none),
      removeSet(get(), params({ laneSetId })),
      create(withBody('POST', { ...valid(), conversationId }), none),
      create(withBody('POST', { ...valid(), rerunOfId: conversationId }), none)
    ])
    expect(answers.map(response => response.status)).toEqual(answers.map(() => 404))
    expect(await (await list(get('?kind=compare&query=Theirs'), none)).json()).toEqual({ conversations: [], nextCursor: null })
    expect(await (await list(get(`?kind=compare&cursor=${conversationId}`), none)).json()).toEqual({ conversations: [], nextCursor: null })
    expect(await database().vote.findMany()).toEqual(before)
    expect(await database().laneSet.count()).toBe(1)
    expect(await database().conversation.findMany()).toMatchObject([{ title: 'Theirs', notes: '', continuedAt: null }])
  })

  test('no mutilation of a good request is an internal error', async () => {
    await ensureUser(localUserId)
    // It names an original that is not there: nothing can start.
    const good = JSON.stringify({ rerunOfId: uuidv7(), ...valid() })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: good.length }),
        fc.nat({ max: 12 }),
        fc.string({ unit: 'binary', maxLength: 6 }),
        async (at, cut, inserted) => {
          const response = await create(withBody('POST', good.slice(0, at) + inserted + good.slice(at + cut)), none)
          expect(response.status).toBeGreaterThanOrEqual(400)
          expect(response.status).toBeLessThan(500)
        }
      ),
      { numRuns: 200 }
    )
  })
})
