/** Reads the files beside articles: what they are, and the digest of their bytes. */
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf, isBelow } from '../disk.ts'
import type { FileUse } from '../library/library.ts'
import type { Pace } from '../pace.ts'
import { fileExtensions, isServedType, sizeOfImage, typeOf } from './file-types.ts'
import { hashLength, largestFile, longestHead, mostKnownFiles, readAtOnce } from './limits.ts'
import { stampOf } from './read.ts'

/** What is known of a file, or why it is not served. */
export type FileFacts =
  | (FileUse & { width: number | null; height: number | null })
  | { problem: string; hint: string; stamp: string }

/** Whether a path from the root leads out of it. */
export const isOutside = (path: string): boolean => /^\.\.(?:\/|$)/.test(path)

/** The real paths of the folder and of those beside it that it names. */
export type Roots = readonly [root: string, ...beside: string[]]

const realFolder = (path: string): string | undefined => {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** A folder beside the root is one of its own; one below it is not, since a link must not make it lead out. */
export const rootsOf = (root: string, publicFolders: readonly string[]): Roots => [
  root,
  ...publicFolders.filter(isOutside).flatMap((folder) => realFolder(join(root, folder)) ?? []),
]

/** The stamp of what is at a path, links followed; empty where nothing is. */
export const stampAt = (path: string): string => {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stat === undefined ? '' : stampOf(stat)
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? '' : code
  }
}

/** The real path of a file that may be served; undefined where a link leads out of the folders. */
export const realFile = (roots: Roots, path: string): string | undefined => {
  const real = realpathSync.native(join(roots[0], path))
  return roots.some((root) => isBelow(real, root)) ? real : undefined
}

/** A device is not opened; a pipe would wait; a link in place of the file is not followed. */
export const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

type Content = { head: Buffer; hash: string; bytes: number; stamp: string }

/** Reads a small file in one go. */
const readSmall = (descriptor: number, bytes: number): { head: Buffer; hash: string } => {
  const content = Buffer.allocUnsafe(bytes)
  let length = 0
  for (let read = -1; read !== 0 && length < bytes; length += read)
    read = readSync(descriptor, content, length, bytes - length, length)
  const head = content.subarray(0, length)
  return { head, hash: createHash('sha256').update(head).digest('hex') }
}

/** Reads a large file in parts, off the event loop. */
const readLarge = async (path: string, pace: Pace): Promise<Content> => {
  const handle = await open(path, flags)
  try {
    const stat = await handle.stat({ bigint: true })
    const hash = createHash('sha256')
    const part = Buffer.allocUnsafe(readAtOnce)
    let head: Buffer | undefined
    let bytes = 0
    for (;;) {
      const { bytesRead } = await handle.read(part, 0, readAtOnce, bytes)
      if (bytesRead === 0 || bytes > largestFile) break
      head ??= Buffer.from(part.subarray(0, Math.min(bytesRead, longestHead)))
      hash.update(part.subarray(0, bytesRead))
      bytes += bytesRead
      await pace()
    }
    return { head: head ?? Buffer.alloc(0), hash: hash.digest('hex'), bytes, stamp: stampOf(stat) }
  } finally {
    await handle.close()
  }
}

const readContent = async (path: string, pace: Pace): Promise<Content> => {
  const descriptor = openSync(path, flags)
  try {
    const stat = fstatSync(descriptor, { bigint: true })
    if (stat.size <= readAtOnce)
      return { ...readSmall(descriptor, Number(stat.size)), bytes: Number(stat.size), stamp: stampOf(stat) }
  } finally {
    closeSync(descriptor)
  }
  return readLarge(path, pace)
}

const wrongType = (path: string, stamp: string) => ({
  problem: 'which is not what its name says: its bytes are of another type',
  hint: `give ${JSON.stringify(basename(path))} the extension of its type, or put the right file there`,
  stamp,
})

const readFacts = async (roots: Roots, path: string, pace: Pace): Promise<FileFacts> => {
  const stat = statSync(join(roots[0], path), { bigint: true })
  const stamp = stampOf(stat)
  if (!isServedType(path))
    return { problem: 'a type of file that is not served', hint: `use ${fileExtensions.join(', ')}`, stamp }
  if (!stat.isFile()) return { problem: 'which is not a regular file', hint: 'put a file there', stamp }
  if (stat.size > largestFile)
    return {
      problem: `which has ${stat.size} bytes`,
      hint: `the most is ${largestFile}: put it on another server, and give its whole address`,
      stamp,
    }
  const real = realFile(roots, path)
  if (real === undefined)
    return {
      problem: 'which is a link that leads out of the folder',
      hint: 'put the file itself there',
      stamp,
    }
  const content = await readContent(real, pace)
  const { type, isRight } = typeOf(path, content.head)
  if (!isRight) return wrongType(path, content.stamp)
  const size = type.startsWith('image/')
    ? await sizeOfImage(type, content.head)
    : { width: null, height: null }
  const { bytes, stamp: read } = content
  const name = basename(path).normalize('NFC')
  return { hash: content.hash.slice(0, hashLength), name, type, bytes, path, stamp: read, ...size }
}

/** Reads files, each once for all articles that use it, until it changes. */
export const createAttachments = () => {
  const known = new Map<string, FileFacts>()
  return {
    /** The facts of a file of which `stampAt` says that something is there. */
    async read(roots: Roots, path: string, pace: Pace): Promise<FileFacts> {
      const stamp = stampAt(join(roots[0], path))
      const before = known.get(path)
      if (before !== undefined && before.stamp === stamp) return before
      let facts: FileFacts
      try {
        facts = await readFacts(roots, path, pace)
      } catch (error) {
        const problem = `which cannot be read: ${codeOf(error)}`
        return { problem, hint: 'let it be read by the user that maqal runs as', stamp }
      }
      if (known.size >= mostKnownFiles) known.clear()
      known.set(path, facts)
      return facts
    },
  }
}
