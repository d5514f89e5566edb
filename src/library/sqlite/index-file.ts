/** Whether a path may hold the index: maqal writes and deletes only files that it made, and files of 0 bytes. */
import {
  accessSync,
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf, fileTypeOf, identityOf } from '../../disk.ts'
import { closedMagic, closedSuffix } from './closed.ts'
import { lockSuffix } from './lock.ts'

/** Marks a database as an index of maqal: the letters "mqal" in its header (`PRAGMA application_id`). */
export const applicationId = 0x6d_71_61_6c

/** The header of a database has 100 bytes, with the application id at 68: https://sqlite.org/fileformat2.html */
const headerSize = 100
const idAt = 68
const versionAt = 60
const databaseMagic = 'SQLite format 3\0'

/** How SQLite's own files beside a database begin. One that was cut by a power failure may be all zeros. */
const magics = {
  '-wal': ['377f0682', '377f0683'],
  '-journal': ['d9d505f920a163d7'],
  '-shm': ['18e22d00', '002de218'],
}

const siblings = ['-wal', '-journal', '-shm'] as const

/** What the name of the database of answers ends in, which stands beside the index. */
export const answersSuffix = '-answers'

/** What the names of the files end in that hold an index. */
export const suffixesOfIndex = ['', ...siblings] as const

/** Thrown where the index cannot be at its path: the message says why, `hint` what would be right. Nothing was changed. */
export class UnusableIndex extends Error {
  readonly hint: string

  constructor(message: string, hint = 'set another INDEX_FILE') {
    super(message)
    this.hint = hint
  }
}

const assertFile = (path: string, stat: BigIntStats): void => {
  if (!stat.isFile()) throw new UnusableIndex(`${path} is ${fileTypeOf(stat)}, not a file`)
}

const readHeader = (path: string, descriptor: number): Buffer => {
  assertFile(path, fstatSync(descriptor, { bigint: true }))
  const bytes = Buffer.alloc(headerSize)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, headerSize, 0))
}

/** The first bytes of a regular file; none where there is no file or an empty one. Throws UnusableIndex for anything else. */
const readStart = (path: string): Buffer => {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return Buffer.alloc(0)
  assertFile(path, stat)
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    return readHeader(path, descriptor)
  } catch (error) {
    if (error instanceof UnusableIndex) throw error
    throw new UnusableIndex(`${path} cannot be read: ${codeOf(error)}`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const isDatabase = (start: Buffer): boolean => start.toString('latin1').startsWith(databaseMagic)

const isMarked = (start: Buffer): boolean =>
  isDatabase(start) && start.length >= idAt + 4 && start.readUInt32BE(idAt) === applicationId

/** The `user_version` of a database that has no journal; undefined where there is none. */
export const versionIn = (path: string): number | undefined => {
  const start = readStart(path)
  return isMarked(start) ? start.readInt32BE(versionAt) : undefined
}

/** Whether SQLite may have written a file beside a database. */
const isOfDatabase = (start: Buffer, suffix: (typeof siblings)[number]): boolean =>
  start.every((byte) => byte === 0) || magics[suffix].some((magic) => start.toString('hex').startsWith(magic))

const notOfIndex = (path: string): UnusableIndex =>
  new UnusableIndex(
    `${path} is not a file of an index, and is left as it is`,
    'move it away, or set another INDEX_FILE',
  )

/** Where an index on disk is, and the folder whose articles it holds. */
export type IndexPlace = { file: string; folder: string }

/** What is at a path: nothing, an index of maqal, or a database without its mark. */
type Held = 'nothing' | 'index' | 'unmarked'

const heldAt = (file: string): Held => {
  const start = readStart(file)
  if (start.length === 0) return 'nothing'
  if (isMarked(start)) return 'index'
  if (isDatabase(start)) return 'unmarked'
  throw new UnusableIndex(`${file} is not a SQLite database, and is left as it is`)
}

/** SQLite writes to the files beside a database, and deletes them, so they must be those of the index. */
const checkSiblings = (file: string, held: Held): void => {
  for (const suffix of siblings) {
    const start = readStart(file + suffix)
    if (start.length === 0 || (held !== 'nothing' && isOfDatabase(start, suffix))) continue
    throw notOfIndex(file + suffix)
  }
  const closed = readStart(file + closedSuffix).toString('latin1')
  if (closed !== '' && !closed.startsWith(closedMagic)) throw notOfIndex(file + closedSuffix)
  // It is not opened: another of this process may hold it, and would lose its lock when it is closed.
  const lock = lstatSync(file + lockSuffix, { bigint: true, throwIfNoEntry: false })
  if (lock === undefined) return
  assertFile(file + lockSuffix, lock)
  if (lock.size > 0) throw notOfIndex(file + lockSuffix)
}

const realParentOf = (file: string): string => {
  const parent = dirname(file)
  try {
    const real = realpathSync.native(parent)
    accessSync(`${real}/`, constants.W_OK | constants.X_OK)
    return real
  } catch (error) {
    const code = codeOf(error)
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? new UnusableIndex(`There is no folder ${parent} for the index ${file}`, 'make it first')
      : new UnusableIndex(`${file} cannot be written, for its folder cannot: ${code}`)
  }
}

/** Compares the folders by identity and not by name, since a link or another spelling may lead to the same folder. */
const isInside = (parent: string, folder: string): boolean => {
  const identity = identityOf(folder)
  for (let above = parent; ; above = dirname(above)) {
    if (identityOf(above) === identity) return true
    if (above === dirname(above)) return false
  }
}

/** The real path of an index and what is there. Throws UnusableIndex where the index cannot be there. */
export const locate = ({ file, folder }: IndexPlace): { path: string; held: Held } => {
  if (/[/\\]$/.test(file)) throw new UnusableIndex(`${file} is the name of a folder`, 'name a file in it')
  const parent = realParentOf(file)
  if (isInside(parent, folder))
    throw new UnusableIndex(`${file} is in the folder of articles`, 'set INDEX_FILE to a path outside of it')
  const held = heldAt(file)
  checkSiblings(file, held)
  const answers = file + answersSuffix
  const heldAsAnswers = heldAt(answers)
  if (heldAsAnswers === 'unmarked') throw notOfIndex(answers)
  checkSiblings(answers, heldAsAnswers)
  return { path: join(parent, basename(file)), held }
}
