/**
 * The format of an index of FTS5, of version 4 with all positions (`fts5_index.c`): segments of leaves, each of them terms with the rows
 * that have it.
 */

/** Bytes, and where the next of them is read. */
export type ByteReader = { bytes: Buffer; at: number }

/** A number of SQLite: seven bits a byte, the most significant first, and a ninth byte of eight. */
export const readNumber = (reader: ByteReader): number => {
  let number = 0
  for (let count = 1; count <= 9; count += 1) {
    const byte = reader.bytes[reader.at++] ?? 0
    if (count === 9) return number * 256 + byte
    number = number * 128 + (byte & 0x7f)
    if (byte < 0x80) return number
  }
  return number
}

/** The newest first: a row of one hides the same row of those after it. */
type Segment = { id: number; firstLeaf: number; lastLeaf: number }

/** What follows the cookie of a structure that has tombstones. */
const tombstones = 0xff_00_00_01

export const segmentsIn = (bytes: Buffer): Segment[] | undefined => {
  if (bytes.readUInt32BE(4) === tombstones) return undefined
  const reader = { bytes, at: 4 }
  const levels = readNumber(reader)
  // How many segments there are in all, and what was written.
  readNumber(reader)
  readNumber(reader)
  const all: Segment[] = []
  for (let level = 0; level < levels; level += 1) {
    readNumber(reader)
    const ofLevel = Array.from({ length: readNumber(reader) }, () => ({
      id: readNumber(reader),
      firstLeaf: readNumber(reader),
      lastLeaf: readNumber(reader),
    }))
    all.push(...ofLevel.toReversed())
  }
  return all
}

/** A leaf: its rows and terms end at `end`; the first row that begins on it is at `firstRow`, the first term at `firstTerm`. */
export type Leaf = { bytes: Buffer; end: number; firstRow: number; firstTerm: number; terms: ByteReader }

export const headerSize = 4

export const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

export const leafOf = (block: Uint8Array): Leaf => {
  const bytes = bufferOf(block)
  const end = bytes.readUInt16BE(2)
  const terms = { bytes, at: end }
  const firstTerm = end < bytes.length ? readNumber(terms) : end
  return { bytes, end, firstRow: bytes.readUInt16BE(0), firstTerm, terms }
}

/** How many bytes from `at` on are those of a term from `from` on. */
const sameFrom = (
  bytes: Buffer,
  at: number,
  { term, from, length }: { term: Buffer; from: number; length: number },
): number => {
  let same = from
  while (same < from + length && same < term.length && bytes[at + same - from] === term[same]) same += 1
  return same
}

/** Where the rows of a term are on a leaf; undefined where it has no such term. Terms are in order, without what they begin with as the last. */
export const rowsOn = (leaf: Leaf, term: Buffer): { start: number; end: number } | undefined => {
  const { bytes, end, terms } = leaf
  let same = 0
  for (let first = leaf.firstTerm; first < end;) {
    const reader = { bytes, at: first }
    const kept = first === leaf.firstTerm ? 0 : readNumber(reader)
    const length = readNumber(reader)
    const start = reader.at + length
    const next = terms.at < bytes.length ? first + readNumber(terms) : end
    // It comes after the term.
    if (kept < same) return undefined
    if (kept === same) {
      same = sameFrom(bytes, reader.at, { term, from: kept, length })
      const isWhole = same === kept + length
      if (isWhole && same === term.length) return { start, end: next }
      if (!isWhole && (bytes[reader.at + same - kept] ?? 0) > (term[same] ?? -1)) return undefined
    }
    first = next
  }
  return undefined
}
