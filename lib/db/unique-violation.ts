/** An id that is there already. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  // Raw statements report the database's own words.
  return error.code === 'P2002' || (error.code === 'P2010' && error.message.includes('UNIQUE constraint failed'))
}
