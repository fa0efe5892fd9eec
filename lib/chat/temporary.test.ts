import { expect, test } from 'vitest'
import { areOfOneKind, idBeside, isTemporary, temporaryId } from './temporary.ts'
import { chatUuid, uuid } from './turn-request.ts'

test('a temporary id is a UUID of version 8 that sorts by time, and no other is taken for one', () => {
  const [first, second] = [temporaryId(), temporaryId()]
  expect(isTemporary(first)).toBe(true)
  expect(first < second).toBe(true)
  expect(chatUuid.safeParse(first).success).toBe(true)
  expect(uuid.safeParse(first).success).toBe(false)
  for (const id of ['0199e2f0-8000-7abc-8def-000000000000', '0199e2f0-8000-4abc-8def-000000000000', 'conversation-1-8', '', 'new']) {
    expect(isTemporary(id)).toBe(false)
  }
  expect(chatUuid.safeParse('0199e2f0-8000-4abc-8def-000000000000').success).toBe(false)
})

test('an id beside another is of its kind', () => {
  const temporary = temporaryId()
  expect(isTemporary(idBeside(temporary))).toBe(true)
  expect(isTemporary(idBeside('0199e2f0-8000-7abc-8def-000000000000'))).toBe(false)
  expect(areOfOneKind([temporary, null, idBeside(temporary)])).toBe(true)
  expect(areOfOneKind([temporary, '0199e2f0-8000-7abc-8def-000000000000'])).toBe(false)
})
