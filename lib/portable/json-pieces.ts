/** A piece of a JSON document by its bytes: an entry of its array, or of an array in its object, or another value of that object. */
export interface JsonPiece {
  /** The key that it stands under; `null` in an array. */
  key: string | null
  start: number
  end: number
  /** It is the value of its key, not one entry of many. */
  isWhole: boolean
  /** How many brackets stand within each other at most. */
  depth: number
}

/** A document that is no JSON outside its pieces. */
export class BrokenJson extends Error {
  override name = 'BrokenJson'
}

/** Longer, there is something else than brackets, commas and a few keys between the pieces. */
const maxFrame = 16 * 1024 * 1024

const [quote, backslash, comma, colon, openArray, closeArray, openObject, closeObject] = [...'"\\,:[]{}'].map(each => each.charCodeAt(0))

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/**
 * Finds the pieces of a document that is too large to be parsed at once, chunk by chunk. What a piece holds is left to whoever
 * parses it; what stands between them is parsed at the end, with a 0 for each piece.
 */
export class JsonPieces {
  #offset = 0
  #frame: number[] = []
  /** What the document is, once it has begun. */
  #outer: 'array' | 'object' | null = null
  /** Within an array that is a value of the outer object. */
  #inner = false
  #key: string | null = null
  #keyStart = 0
  #expectsKey = false
  /** The piece that has begun, and how deep in it the reader is. */
  #start: number | null = null
  #depth = 0
  #deepest = 0
  /** It is a number or a word, which ends before what follows it. */
  #isScalar = false
  #inText = false
  #escaped = false

  /** The pieces that end in this chunk. */
  push(chunk: Uint8Array): JsonPiece[] {
    const pieces: JsonPiece[] = []
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0
      const at = this.#offset + index
      if (this.#start === null) this.#readFrame(byte, at)
      else if (this.#endsAt(byte)) this.#close(byte, at, pieces)
    }
    this.#offset += chunk.length
    return pieces
  }

  /** Throws when the document is not whole. */
  end(): void {
    try {
      if (this.#start !== null) throw new SyntaxError('It ends within a value.')
      JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(Uint8Array.from(this.#frame)))
    } catch (error) {
      throw new BrokenJson('It is no whole JSON document.', { cause: error })
    }
  }

  #readFrame(byte: number, at: number): void {
    if (this.#inText) this.#readKey(byte)
    else if (isSpace(byte)) return
    else if (this.#outer !== null && this.#isValueStart(byte)) this.#open(byte, at)
    else this.#readBracket(byte)
  }

  #readBracket(byte: number): void {
    this.#keep(byte)
    if (this.#outer === null) {
      if (byte === openArray) this.#outer = 'array'
      else if (byte === openObject) [this.#outer, this.#expectsKey] = ['object', true]
      return
    }
    if (byte === quote) [this.#inText, this.#keyStart] = [true, this.#frame.length - 1]
    else if (byte === openArray) this.#inner = true
    else if (byte === closeArray) this.#inner = false
    else if (byte === comma && this.#outer === 'object' && !this.#inner) this.#expectsKey = true
  }

  /** Where a value is due; an array in the outer object is gone into. */
  #isValueStart(byte: number): boolean {
    if (byte === comma || byte === colon || byte === closeArray || byte === closeObject) return false
    if (this.#outer === 'array' || this.#inner) return true
    return !this.#expectsKey && byte !== openArray
  }

  #readKey(byte: number): void {
    this.#keep(byte)
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      ;[this.#inText, this.#expectsKey] = [false, false]
      this.#key = readText(this.#frame.slice(this.#keyStart))
    }
  }

  #open(byte: number, at: number): void {
    this.#keep(0x30)
    this.#start = at
    this.#depth = byte === openArray || byte === openObject ? 1 : 0
    this.#deepest = this.#depth
    this.#inText = byte === quote
    this.#isScalar = this.#depth === 0 && !this.#inText
  }

  /** Whether the piece ends with this byte, or before it. */
  #endsAt(byte: number): boolean {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) {
        this.#inText = false
        return this.#depth === 0
      }
      return false
    }
    if (this.#depth === 0) return byte === comma || byte === closeArray || byte === closeObject || isSpace(byte)
    if (byte === quote) this.#inText = true
    else if (byte === openArray || byte === openObject) {
      this.#depth += 1
      if (this.#depth > this.#deepest) this.#deepest = this.#depth
    } else if (byte === closeArray || byte === closeObject) {
      this.#depth -= 1
      return this.#depth === 0
    }
    return false
  }

  #close(byte: number, at: number, pieces: JsonPiece[]): void {
    pieces.push({
      key: this.#outer === 'array' ? null : this.#key,
      start: this.#start ?? at,
      end: this.#isScalar ? at : at + 1,
      isWhole: this.#outer === 'object' && !this.#inner,
      depth: this.#deepest
    })
    this.#start = null
    if (this.#isScalar) this.#readFrame(byte, at)
  }

  #keep(byte: number): void {
    if (this.#frame.length >= maxFrame) throw new BrokenJson('It is no list of conversations.')
    this.#frame.push(byte)
  }
}

function readText(bytes: readonly number[]): string | null {
  try {
    return String(JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes))))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
