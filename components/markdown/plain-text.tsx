const pieceCharacters = 8_000

/**
 * A text exactly as it came. A long one is several paragraphs that follow each other without a gap: the browser lays out those
 * that are on screen.
 */
export function PlainText({ text }: { text: string }) {
  const pieces = text.length > 2 * pieceCharacters ? piecesOf(text) : [text]
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text only ever grows at its end
    <p key={index} className={pieces.length > 1 ? 'plain-piece whitespace-pre-wrap wrap-anywhere' : 'whitespace-pre-wrap wrap-anywhere'}>
      {piece}
    </p>
  ))
}

/** Cut at line ends; the line end between two is the one that two paragraphs have anyway. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let start = 0
  while (text.length - start > pieceCharacters) {
    const end = text.indexOf('\n', start + pieceCharacters)
    if (end === -1) break
    pieces.push(text.slice(start, end))
    start = end + 1
  }
  pieces.push(text.slice(start))
  return pieces
}
