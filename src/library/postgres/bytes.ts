/** The files beside articles, in rows of a fixed size. */
import type { ReadFilePart } from '../library.ts'
import type { Database } from './database.ts'
import { bytesOfRow } from './limits.ts'

/** Makes the function that reads a part of a file; undefined where it is not there whole. */
export const createReadPart =
  (database: Database, schema: string): ReadFilePart =>
  async ({ hash }, { start, length }) => {
    const [first, last] = [start, start + length].map((at) => Math.floor(at / bytesOfRow))
    const rows = await database.ask(
      `SELECT bytes FROM ${schema}.bytes WHERE hash = $1 AND part BETWEEN $2 AND $3 ORDER BY part`,
      [hash, first, last],
    )
    const whole = Buffer.concat(rows.map(({ bytes }) => bytes as Buffer))
    const from = start % bytesOfRow
    const part = whole.subarray(from, from + length)
    return part.length === length ? part : undefined
  }
