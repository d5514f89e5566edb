/** Keeps small files in memory: the address of a file is a digest of its bytes, so they need not be read twice. */
import type { FileUse, ReadFilePart } from '../library/library.ts'
import { mostSmallBytes, partLength } from './limits.ts'

/** Makes a function that reads parts of files, of small ones from memory, those asked for last. */
export const createSmallFiles = (read: ReadFilePart): ReadFilePart => {
  const kept = new Map<string, Buffer>()
  let held = 0

  const forget = (hash: string): Buffer | undefined => {
    const bytes = kept.get(hash)
    if (bytes === undefined) return undefined
    kept.delete(hash)
    held -= bytes.length
    return bytes
  }

  const keep = (hash: string, bytes: Buffer): void => {
    kept.set(hash, bytes)
    held += bytes.length
    for (const oldest of kept.keys()) {
      if (held <= mostSmallBytes) break
      forget(oldest)
    }
  }

  const readWhole = async (file: FileUse): Promise<Buffer | undefined> => {
    const bytes = forget(file.hash) ?? (await read(file, { start: 0, length: file.bytes }))
    if (bytes !== undefined && !kept.has(file.hash)) keep(file.hash, bytes)
    return bytes
  }

  return async (file, part) => {
    if (file.bytes > partLength) return read(file, part)
    const bytes = await readWhole(file)
    return bytes?.subarray(part.start, part.start + part.length)
  }
}
