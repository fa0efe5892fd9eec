/** Each conversation has a user and a key of its own: the simulator then tells apart whose call it was. */
export function nameOf(conversation: number): string {
  return `user-${conversation}`
}

export function keyOf(conversation: number): string {
  return `sk-or-v1-ledger-${conversation}`
}
