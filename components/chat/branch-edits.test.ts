import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { BranchEdits } from './branch-edits.ts'

afterEach(() => vi.unstubAllGlobals())

test('a fork whose answer was lost is asked for again under its id; one more is another chat', async () => {
  const asked: string[] = []
  let isLost = true
  vi.stubGlobal('fetch', async (_address: string, { body }: { body: string }) => {
    const { conversationId } = z.object({ conversationId: z.string() }).parse(JSON.parse(body))
    asked.push(conversationId)
    if (isLost) throw new TypeError('fetch failed')
    return Response.json({ id: conversationId }, { status: 201 })
  })
  const edits = new BranchEdits({
    conversationId: 'origin',
    isBusy: () => false,
    isPart: () => false,
    readAll: async () => undefined,
    all: () => [],
    show: () => undefined,
    select: () => undefined
  })
  await expect(edits.fork('answer')).rejects.toThrow()
  isLost = false
  const forked = await edits.fork('answer')
  expect(await edits.fork('answer')).not.toBe(forked)
  expect(asked[1]).toBe(asked[0])
  expect(new Set(asked).size).toBe(2)
})
