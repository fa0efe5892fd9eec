import { readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'

/**
 * Recorded bodies, read from one folder only: in the demo mode any process on the machine can reach the controls, and must not read
 * the user's files through them.
 */
export class Recordings {
  readonly #folder: string | undefined

  constructor(folder: string | undefined = process.env.STENO_RECORDINGS) {
    this.#folder = folder === undefined ? undefined : resolve(folder)
  }

  /** Text of a file; throws when it lies elsewhere. */
  read(file: string): string {
    const folder = this.#folder
    const path = resolve(folder ?? '', file)
    if (folder === undefined || !path.startsWith(folder + sep)) throw new Error(`${file} is not below the folder of recordings`)
    return readFileSync(path, 'utf8')
  }
}
