import { memo, useMemo } from 'react'
import { laneLetter } from './lane-letter.ts'
import { LetterBox } from './letter-box.tsx'
import { type DiffPiece, wordDiff } from './word-diff.ts'

export interface DiffSide {
  lane: number
  name: string
  text: string
}

/** Two answers beside each other: what only one of them says is marked, by shape and colour. */
export const DiffColumns = memo(function DiffColumns({ left, right }: { left: DiffSide; right: DiffSide }) {
  const pieces = useMemo(() => wordDiff(left.text, right.text), [left.text, right.text])
  if (!pieces) return <p className="text-body text-ink-3">These answers have too little in common to be compared by words.</p>
  const changed = pieces.filter(({ kind }) => kind !== 'same').length
  return (
    <>
      <p className="sr-only">{changed === 0 ? 'Both say the same.' : `${changed} differences`}</p>
      <div className="grid overflow-hidden rounded-lg border border-line md:grid-cols-2">
        <Column side={left} pieces={pieces} own="left" />
        <Column side={right} pieces={pieces} own="right" />
      </div>
    </>
  )
})

function Column({ side, pieces, own }: { side: DiffSide; pieces: readonly DiffPiece[]; own: 'left' | 'right' }) {
  return (
    <div className="min-w-0 border-line max-md:first:border-b md:first:border-r">
      <h3 className="flex items-center gap-2.5 bg-surface px-4 py-2 font-medium text-body">
        <LetterBox lane={side.lane} />
        <span className="truncate">{side.name}</span>
      </h3>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`Words of lane ${laneLetter(side.lane)}`}
        className="max-h-144 overflow-y-auto border-line border-t px-4 py-3"
      >
        <p className="whitespace-pre-wrap wrap-anywhere text-body">
          {pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
            <Piece key={index} piece={piece} own={own} />
          ))}
        </p>
      </section>
    </div>
  )
}

function Piece({ piece: { kind, text }, own }: { piece: DiffPiece; own: 'left' | 'right' }) {
  if (kind === 'same') return text
  if (kind !== own) return null
  return kind === 'left' ? (
    <del className="rounded-xs bg-danger-wash text-danger line-through">{text}</del>
  ) : (
    <ins className="rounded-xs bg-success-wash text-success underline">{text}</ins>
  )
}
