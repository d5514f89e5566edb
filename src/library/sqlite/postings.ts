import type { DatabaseSync } from 'node:sqlite'
import {
  bufferOf,
  headerSize,
  type Leaf,
  leafOf,
  readNumber,
  type ByteReader,
  rowsOn,
  segmentsIn,
} from './leaves.ts'
import type { Steps } from './vocabulary.ts'

/** The rows that have a term, and how often each: the sums of the weights of the columns that it stands in. */
export type Postings = { rows: number[]; inTexts: number[]; asForm: number[] }

/** What the places in each column weigh: the last is that of the words as they are written. */
export type Weights = readonly number[]

/** The rows of a term in a segment as they were written; `whole` are places of those whose numbers are no differences to the last. */
type Written = { bytes: Buffer; whole: ReadonlySet<number> }

/** Stands between the places of one column and of another, whose number follows. No place begins with it. */
const newColumn = 0x01

/** What the places of a row weigh, which end at `end`. */
const placesIn = ({ bytes, at: start }: ByteReader, end: number, weights: Weights) => {
  const forms = weights.length - 1
  let column = 0
  let [textual, formal] = [0, 0]
  let isFirst = true
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    if (isFirst && byte === newColumn) {
      at += 1
      column = bytes[at] ?? 0
    } else {
      // The last byte of a number has not the highest bit.
      isFirst = byte < 0x80
      const weight = isFirst ? (weights[column] ?? 0) : 0
      if (column === forms) formal += weight
      else textual += weight
    }
  }
  return { textual, formal }
}

/** Rows that are read or ranked between two steps: some 50 µs. */
export const postingsOfStep = 2000

/** Adds the rows that are not among `newer` to postings, and all of them to that. */
const addRows = function* (
  { bytes, whole }: Written,
  { rows, inTexts, asForm }: Postings,
  { weights, newer }: { weights: Weights; newer: Uint8Array | undefined },
): Steps<void> {
  const reader = { bytes, at: 0 }
  let row = 0
  while (reader.at < bytes.length) {
    const isWhole = whole.has(reader.at)
    row = readNumber(reader) + (isWhole ? 0 : row)
    // The last bit says that what an older segment has of the row is gone.
    const end = Math.floor(readNumber(reader) / 2) + reader.at
    const isGone = end === reader.at || newer?.[row] === 1
    if (newer !== undefined) newer[row] = 1
    if (!isGone) {
      const { textual, formal } = placesIn(reader, end, weights)
      rows.push(row)
      inTexts.push(textual)
      asForm.push(formal)
      if (rows.length % postingsOfStep === 0) yield
    }
    reader.at = end
  }
}

/** Rows whose sizes are read between two steps: some 0.5 ms. */
const sizesOfStep = 1500

/** Leaves that are read between two steps: some 20 µs. */
const leavesOfStep = 8

/** Numbers of rows of the data: the averages, the structure, and the leaves of each segment. */
const averagesAt = 1
const structureAt = 10
const leavesOfSegment = 2 ** 37

/** Makes what reads an index; undefined where its format is another. */
export const openPostings = (database: DatabaseSync, words: string) => {
  const version = database.prepare(`SELECT v FROM ${words}_config WHERE k = 'version'`).get()
  if (version?.['v'] !== 4) return undefined
  const data = database.prepare(`SELECT block FROM ${words}_data WHERE id = ?`)
  // The leaf of each segment that has the term, if any has.
  const leaves = database.prepare(
    `SELECT id, block FROM (
       SELECT value ->> 0 AS segment, max(value ->> 1, coalesce((
         SELECT pgno >> 1 FROM ${words}_idx WHERE segid = value ->> 0 AND term <= ? ORDER BY term DESC LIMIT 1
       ), 0)) AS leaf FROM json_each(?)
     ) CROSS JOIN ${words}_data ON id = segment * ${leavesOfSegment} + leaf`,
  )
  leaves.setReturnArrays(true)
  const following = database.prepare(
    `SELECT block FROM ${words}_data WHERE id > ? AND id <= ? ORDER BY id LIMIT ${leavesOfStep}`,
  )
  following.setReturnArrays(true)
  const sizes = database.prepare(
    `SELECT count(*) AS count, max(id) AS last, group_concat(id) AS ids, CAST(group_concat(CAST(sz AS TEXT), '') AS BLOB) AS sizes
     FROM (SELECT id, sz FROM ${words}_docsize WHERE id > ? ORDER BY id LIMIT ${sizesOfStep})`,
  )

  const last = database.prepare(`SELECT max(id) AS last FROM ${words}_docsize`)

  const blockAt = (id: number): Buffer | undefined => {
    const block = data.get(id)?.['block']
    return block instanceof Uint8Array ? bufferOf(block) : undefined
  }

  /** What a segment has of a term that is on a leaf: its rows may go on over many. */
  const written = function* (
    id: number,
    leaf: Leaf,
    { term, lastId }: { term: Buffer; lastId: number },
  ): Steps<Written | undefined> {
    const found = rowsOn(leaf, term)
    if (found === undefined) return undefined
    const whole = new Set([0])
    const parts = [leaf.bytes.subarray(found.start, found.end)]
    let length = found.end - found.start
    let from = id
    for (let isLast = found.end < leaf.end; !isLast && from < lastId;) {
      const blocks = following.all(from, lastId) as unknown as [Uint8Array][]
      for (const [block] of blocks) {
        const { bytes, end, firstRow, firstTerm } = leafOf(block)
        if (firstRow > 0 && firstRow < firstTerm) whole.add(length + firstRow - headerSize)
        parts.push(bytes.subarray(headerSize, firstTerm))
        length += firstTerm - headerSize
        isLast = firstTerm < end
        if (isLast) break
      }
      from += leavesOfStep
      yield
    }
    return { bytes: parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts), whole }
  }

  return {
    /** How many rows there are, the words of all, and the last row. */
    totals(columns: number): { rows: number; words: number; last: number } {
      const reader = { bytes: blockAt(averagesAt) ?? Buffer.alloc(0), at: 0 }
      const rows = readNumber(reader)
      let total = 0
      for (let column = 0; column < columns; column += 1) total += readNumber(reader)
      return { rows, words: total, last: Number(last.get()?.['last'] ?? 0) }
    },
    /** Gives the words of each row. */
    *lengths(columns: number, receive: (row: number, length: number) => void): Steps<void> {
      for (let from = 0, count = sizesOfStep; count === sizesOfStep;) {
        const page = sizes.get(from)
        count = Number(page?.['count'] ?? 0)
        from = Number(page?.['last'] ?? 0)
        const bytes = page?.['sizes']
        if (!(bytes instanceof Uint8Array)) return
        const reader = { bytes: bufferOf(bytes), at: 0 }
        for (const row of String(page?.['ids']).split(',')) {
          let length = 0
          for (let column = 0; column < columns; column += 1) length += readNumber(reader)
          receive(Number(row), length)
        }
        yield
      }
    },
    /** The rows that have a term, whose numbers are below `rowCount`; undefined where the format is another. */
    *of(term: string, weights: Weights, rowCount: number): Steps<Postings | undefined> {
      const structure = blockAt(structureAt)
      const segments = structure && segmentsIn(structure)
      if (segments === undefined) return undefined
      const key = Buffer.from(`0${term}`)
      const all: Written[] = []
      const bounds = new Map(segments.map((segment) => [segment.id, segment.lastLeaf]))
      const places = JSON.stringify(segments.map((segment) => [segment.id, segment.firstLeaf]))
      for (const [id, block] of leaves.all(key, places) as unknown as [number, Uint8Array][]) {
        const segment = Math.floor(id / leavesOfSegment)
        const end = segment * leavesOfSegment + (bounds.get(segment) ?? 0)
        const found = yield* written(id, leafOf(block), { term: key, lastId: end })
        if (found !== undefined) all.push(found)
      }
      const postings: Postings = { rows: [], inTexts: [], asForm: [] }
      const newer = all.length > 1 ? new Uint8Array(rowCount) : undefined
      for (const one of all) {
        yield* addRows(one, postings, { weights, newer })
      }
      return postings
    },
  }
}
