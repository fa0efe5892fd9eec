/** The question of a merge: what was asked and what the chosen lanes said, each between marks that a model can tell apart. */
export function mergeQuestion(question: string, answers: readonly { letter: string; text: string }[]): string {
  const quoted = answers.map(({ letter, text }) => `<answer lane="${letter}">\n${text}\n</answer>`)
  return [
    `Write one answer to the question below. ${answers.length} answers to it follow. Keep what they agree on, decide where they differ and say so where it matters, and leave out what is wrong. Answer directly, without speaking of the answers.`,
    `<question>\n${question}\n</question>`,
    ...quoted
  ].join('\n\n')
}
