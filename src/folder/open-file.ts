import { open, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { isBelow } from '../disk.ts'
import type { FilePart, FileUse } from '../library/library.ts'
import { flags, type Roots } from './attachments.ts'
import { stampOf } from './read.ts'

/** Reads a part of a file that is as its article found it; undefined where it is not. */
const readOpen = async (path: string, { stamp }: FileUse, { start, length }: FilePart) => {
  const handle = await open(path, flags)
  try {
    const isSame = async () => stampOf(await handle.stat({ bigint: true })) === stamp
    if (!(await isSame())) return undefined
    const part = Buffer.allocUnsafe(length)
    let read = 0
    while (read < length) {
      const { bytesRead } = await handle.read(part, read, length - read, start + read)
      if (bytesRead === 0) return undefined
      read += bytesRead
    }
    // Whoever wrote while this was read has changed the time of the file first.
    return (await isSame()) ? part : undefined
  } finally {
    await handle.close()
  }
}

/**
 * Reads a part of a file beside an article. Undefined where it is not there any more, leads out of the folders or has
 * changed: no byte is returned that was not digested. It is opened for each part, so that slow readers hold nothing open.
 */
export const readPart = async (roots: Roots, use: FileUse, part: FilePart): Promise<Buffer | undefined> => {
  try {
    const real = await realpath(join(roots[0], use.path))
    return roots.some((root) => isBelow(real, root)) ? await readOpen(real, use, part) : undefined
  } catch {
    return undefined
  }
}
