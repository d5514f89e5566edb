import { inflateRawSync } from 'node:zlib'
import { largestUnpacked, mostZipped } from '../limits.ts'

/** APPNOTE 6.3.10: the ends of an archive (§4.3.16), its list (§4.3.12) and the head of a file in it (§4.3.7). */
const endMark = Buffer.from('PK\x05\x06', 'latin1')
const entryMark = 0x02014b50
const fileMark = 0x04034b50

type Entry = { name: string; method: number; packed: number; size: number; offset: number }

const damaged = (): Error => new Error('is damaged: it is no whole zip archive, as a .docx is')

const listEntries = (bytes: Buffer): Entry[] => {
  const end = bytes.lastIndexOf(endMark)
  if (end === -1) throw damaged()
  const total = bytes.readUInt16LE(end + 10)
  if (total > mostZipped) throw new Error(`holds ${total} files; the most is ${mostZipped}`)
  let at = bytes.readUInt32LE(end + 16)
  return Array.from({ length: total }, () => {
    if (bytes.readUInt32LE(at) !== entryMark) throw damaged()
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const entry = {
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    return entry
  })
}

/** The list may state a wrong size, so a file is unpacked no further than it says. */
const unpack = (bytes: Buffer, { method, packed, size, offset }: Entry): Buffer => {
  if (bytes.readUInt32LE(offset) !== fileMark) throw damaged()
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const content = bytes.subarray(start, start + packed)
  if (method === 0) return content
  if (method !== 8) throw damaged()
  const unpacked = inflateRawSync(content, { maxOutputLength: Math.max(size, 1) })
  if (unpacked.length !== size) throw damaged()
  return unpacked
}

/**
 * The files of a zip archive by name. Their sizes are read from its list before anything is unpacked, for a few kilobytes
 * can unpack to gigabytes. Throws an Error where it is no archive, or too large.
 */
export const readZip = (bytes: Buffer): Map<string, Buffer> => {
  try {
    const entries = listEntries(bytes)
    const total = entries.reduce(
      (sum, { size, method, packed }) => sum + (method === 0 ? Math.max(size, packed) : size),
      0,
    )
    if (total > largestUnpacked) throw new Error(`unpacks to ${total} bytes; the most is ${largestUnpacked}`)
    return new Map(entries.map((entry) => [entry.name, unpack(bytes, entry)]))
  } catch (error) {
    // Offsets outside of the archive are RangeErrors; the errors of zlib have a code.
    const isDamage = error instanceof RangeError || (error instanceof Error && 'code' in error)
    throw isDamage ? damaged() : error
  }
}
