/** What a file is by its first bytes: https://sqlite.org/fileformat2.html */
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { codeOf, kindOf } from '../../disk.ts'

/** Marks a database as an index of maqal: the letters "mqal" in its header (`PRAGMA application_id`). */
export const applicationId = 0x6d_71_61_6c

/** The header of a database has 100 bytes, with the application id at 68. */
const headerSize = 100
const idAt = 68
const databaseMagic = 'SQLite format 3\0'

/** How SQLite's own files beside a database begin. One that was cut by a power failure may be all zeros. */
const magics = { '-wal': ['377f0682', '377f0683'], '-journal': ['d9d505f920a163d7'], '-shm': [] }

export const siblings = ['-wal', '-journal', '-shm'] as const

/** Thrown where the index cannot be at its path: the message says why, `hint` what would be right. Nothing was changed. */
export class UnusableIndex extends Error {
  readonly hint: string

  constructor(message: string, hint = 'set another INDEX_FILE') {
    super(message)
    this.hint = hint
  }
}

const assertFile = (path: string, stat: BigIntStats): void => {
  if (!stat.isFile()) throw new UnusableIndex(`${path} is ${kindOf(stat)}, not a file`)
}

const readOpen = (path: string, descriptor: number): Buffer => {
  assertFile(path, fstatSync(descriptor, { bigint: true }))
  const bytes = Buffer.alloc(headerSize)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, headerSize, 0))
}

/** The first bytes of a regular file; none where there is no file or an empty one. Throws UnusableIndex for anything else. */
export const readStart = (path: string): Buffer => {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return Buffer.alloc(0)
  assertFile(path, stat)
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    return readOpen(path, descriptor)
  } catch (error) {
    if (error instanceof UnusableIndex) throw error
    throw new UnusableIndex(`${path} cannot be read: ${codeOf(error)}`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

export const isDatabase = (start: Buffer): boolean => start.toString('latin1').startsWith(databaseMagic)

export const isMarked = (start: Buffer): boolean =>
  isDatabase(start) && start.length >= idAt + 4 && start.readUInt32BE(idAt) === applicationId

/** Whether SQLite may have written a file beside a database. */
export const isOfDatabase = (start: Buffer, suffix: (typeof siblings)[number]): boolean =>
  start.every((byte) => byte === 0) || magics[suffix].some((magic) => start.toString('hex').startsWith(magic))
