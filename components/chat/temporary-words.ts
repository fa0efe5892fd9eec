/** Of a temporary chat that was deleted, not used for a day, or in memory when Steno stopped. */
export const goneWords = {
  title: 'This temporary chat is gone',
  sentence:
    'Temporary chats are only in memory: they go when Steno stops, and 24 hours after their last question. What it cost stays on the record.'
}
