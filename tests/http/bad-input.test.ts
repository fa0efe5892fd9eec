/** Promise S3: whatever a route is sent, it answers with a clear error and has written nothing. */
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as stop } from '../../app/api/chat/[messageId]/stop/route.ts'
import { GET as follow } from '../../app/api/chat/[messageId]/stream/route.ts'
import { POST as chat } from '../../app/api/chat/route.ts'
import { PATCH as change, GET as read, DELETE as remove } from '../../app/api/conversations/[conversationId]/route.ts'
import { GET as list } from '../../app/api/conversations/route.ts'
import { GET as estimate } from '../../app/api/costs/estimate/route.ts'
import { GET as reconcile } from '../../app/api/costs/reconcile/route.ts'
import { PUT as putKey } from '../../app/api/settings/key/route.ts'
import { PATCH as changeSettings } from '../../app/api/settings/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params, refused, withBody } from './refused.ts'

const valid = () => ({
  trigger: 'submit-message',
  conversationId: uuidv7(),
  parentId: null,
  assistantMessageId: uuidv7(),
  message: { id: uuidv7(), parts: [{ type: 'text', text: 'canary' }] },
  settings: { model: 'openai/gpt-5-mini' }
})

describe('bad input', () => {
  useDatabase()

  const bodies: [string, string | object, number][] = [
    ['nothing', '', 400],
    ['no JSON', '{"canary', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number', '7', 400],
    ['ten thousand levels', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    ['an unknown field', { ...valid(), role: 'admin' }, 400],
    ['__proto__', `{"__proto__":{"polluted":"canary"},${JSON.stringify(valid()).slice(1)}`, 400],
    ['constructor', { ...valid(), constructor: { prototype: { polluted: 1 } } }, 400],
    ['an operator for an id', { ...valid(), conversationId: { not: '' } }, 400],
    ['a path for an id', { ...valid(), conversationId: '../../etc/passwd' }, 400],
    ['SQL for an id', { ...valid(), assistantMessageId: `'; DROP TABLE "Message"; --` }, 400],
    ['an id of 10 KB', { ...valid(), assistantMessageId: 'a'.repeat(10_000) }, 400],
    ['a transcript', { ...valid(), messages: [{ role: 'system', content: 'canary' }] }, 400],
    ['an empty question', { ...valid(), message: { id: uuidv7(), parts: [{ type: 'text', text: ' \n' }] } }, 400],
    ['NUL', { ...valid(), message: { id: uuidv7(), parts: [{ type: 'text', text: 'canary\0' }] } }, 400],
    ['a lone surrogate', `${JSON.stringify(valid()).replace('canary', 'canary\\ud800')}`, 400],
    [
      'a question of more than 4 MiB',
      { ...valid(), message: { id: uuidv7(), parts: [{ type: 'text', text: 'x'.repeat(4 * 1024 * 1024 + 1) }] } },
      413
    ],
    [
      'a question whose texts together are more than 4 MiB',
      { ...valid(), message: { id: uuidv7(), parts: Array.from({ length: 3 }, () => ({ type: 'text', text: '€'.repeat(500_000) })) } },
      413
    ],
    ['a temperature in words', { ...valid(), settings: { model: 'a/b', temperature: '1' } }, 400],
    ['a temperature out of range', { ...valid(), settings: { model: 'a/b', temperature: 1e300 } }, 400],
    ['half a token', { ...valid(), settings: { model: 'a/b', maxTokens: 1.5 } }, 400],
    ['a model that is none', { ...valid(), settings: { model: 'canary model' } }, 400],
    ['a model of 4 KB', { ...valid(), settings: { model: `a/${'b'.repeat(4096)}` } }, 400],
    ['a parent that is not there', { ...valid(), parentId: uuidv7() }, 404],
    ['another answer to nothing', { ...valid(), trigger: 'regenerate-message', parentId: uuidv7(), message: undefined }, 404]
  ]

  test.each(bodies)('POST /api/chat with %s', async (_name, body, status) => {
    await ensureUser(localUserId)
    expect((await refused(chat(withBody('POST', body), none))).status).toBe(status)
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  test('a body that a form could send is refused by its type, one over 10 MiB by its size', async () => {
    expect(await refused(chat(withBody('POST', valid(), 'text/plain'), none))).toEqual({ status: 415, code: 'unsupported_media_type' })
    expect((await refused(chat(withBody('POST', ' '.repeat(10 * 1024 * 1024 + 1)), none))).status).toBe(413)
  })

  test.each(['..%2f..', uuidv7(), `' OR 1=1 --`, 'a'.repeat(10_000)])('ids in paths that name nothing are not found: %s', async id => {
    const request = new Request('http://127.0.0.1:3000/api')
    const byMessage = params({ messageId: id })
    const byConversation = params({ conversationId: id })
    const answers = [
      follow(request, byMessage),
      stop(new Request(request, { method: 'POST' }), byMessage),
      read(request, byConversation),
      remove(new Request(request, { method: 'DELETE' }), byConversation),
      change(withBody('PATCH', { title: 'canary' }), byConversation)
    ]
    for (const answer of answers) expect((await refused(answer)).code).toBe('not_found')
  })

  test.each(['-1', 'text', '1e9', '9'.repeat(30), ''])('GET …/stream?after=%s', async after => {
    const request = new Request(`http://127.0.0.1:3000/api?after=${after}`)
    expect((await refused(follow(request, params({ messageId: uuidv7() })))).status).toBe(400)
  })

  test('a cursor, a setting and a key that are none', async () => {
    expect((await refused(list(new Request('http://127.0.0.1:3000/api?cursor=canary'), none))).status).toBe(400)
    expect((await refused(changeSettings(withBody('PATCH', { model: 7 }), none))).status).toBe(400)
    expect((await refused(changeSettings(withBody('PATCH', { nextPriceFromPicoUsd: '-1' }), none))).status).toBe(400)
    expect((await refused(putKey(withBody('PUT', { key: 'canary\r\nX-Evil: 1' }), none))).status).toBe(400)
    expect((await refused(change(withBody('PATCH', {}), params({ conversationId: uuidv7() })))).status).toBe(400)
  })

  test.each([
    '',
    'model=canary',
    'model=a/b&effort=canary',
    'model=a/b&effort=0',
    'model=a/b&conversationId=canary',
    'model=a/b&answerId=1'
  ])('GET …/estimate?%s', async query => {
    expect((await refused(estimate(new Request(`http://127.0.0.1:3000/api?${query}`), none))).status).toBe(400)
  })

  test.each(['canary', 'year', ''])('GET …/reconcile?period=%s', async period => {
    expect((await refused(reconcile(new Request(`http://127.0.0.1:3000/api?period=${period}`), none))).status).toBe(400)
  })

  test("another user's rows look as if they were not there", async () => {
    const conversationId = uuidv7()
    const messageId = uuidv7()
    await database().user.create({ data: { id: 'stranger' } })
    await database().conversation.create({ data: { id: conversationId, userId: 'stranger', title: 'Theirs' } })
    await database().message.create({ data: { id: messageId, conversationId, role: 'assistant', status: 'complete', parts: '[]' } })
    const request = new Request('http://127.0.0.1:3000/api')
    const answers = await Promise.all([
      follow(request, params({ messageId })),
      stop(new Request(request, { method: 'POST' }), params({ messageId })),
      read(request, params({ conversationId })),
      remove(new Request(request, { method: 'DELETE' }), params({ conversationId })),
      change(withBody('PATCH', { title: 'Mine' }), params({ conversationId })),
      chat(withBody('POST', { ...valid(), conversationId, parentId: messageId }), none)
    ])
    expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404, 404])
    expect(await database().conversation.findUnique({ where: { id: conversationId } })).toMatchObject({ title: 'Theirs', deletedAt: null })
  })

  test('no mutilation of a good request is an internal error', async () => {
    await ensureUser(localUserId)
    const good = JSON.stringify({ ...valid(), parentId: uuidv7() })
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: good.length }),
        fc.nat({ max: 12 }),
        fc.string({ unit: 'binary', maxLength: 6 }),
        async (at, cut, inserted) => {
          const response = await chat(withBody('POST', good.slice(0, at) + inserted + good.slice(at + cut)), none)
          expect(response.status).toBeGreaterThanOrEqual(400)
          expect(response.status).toBeLessThan(500)
        }
      ),
      { numRuns: 300 }
    )
  })
})
