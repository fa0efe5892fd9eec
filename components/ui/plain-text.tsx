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

/**
 * Cut at line ends; the line end between two is the one that two paragraphs have anyway. A line without an end is cut in its
 * middle: a browser takes a minute for a megabyte in one.
 */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let start = 0
  while (text.length - start > 2 * pieceCharacters) {
    const lineEnd = text.indexOf('\n', start + pieceCharacters)
    const isNear = lineEnd !== -1 && lineEnd - start <= 2 * pieceCharacters
    const end = isNear ? lineEnd : start + pieceCharacters + (isLowSurrogate(text, start + pieceCharacters) ? 1 : 0)
    pieces.push(text.slice(start, end))
    start = isNear ? end + 1 : end
  }
  pieces.push(text.slice(start))
  return pieces
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}
