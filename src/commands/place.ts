import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, fileTypeOf } from '../disk.ts'
import { UserError } from './command.ts'

const explainError = (error: unknown, path: string): unknown => {
  if (!(error instanceof Error && 'code' in error)) return error
  const code = codeOf(error)
  if (code === 'EEXIST')
    return new UserError(`${path} is there already: give another --id or --out, or --force`)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(`There is no folder ${dirname(path)}: make it first`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new UserError(`${path} may not be written by this user: ${code}`)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UserError(`${path} is not written: the disk is full`)
  return new UserError(`${path} is not written: ${code}`)
}

/** `--force` is for files: a folder, link, pipe or device is never replaced. */
const assertReplaceable = (path: string): void => {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat !== undefined && !stat.isFile())
    throw new UserError(`${path} is ${fileTypeOf(stat)}, not a file: give another --id or --out`)
}

const writeWhole = (path: string, text: string): void => {
  const descriptor = openSync(path, 'wx')
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
    fsyncSync(descriptor)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Reserves the name with an empty file, which is then replaced: for a moment the file is there and empty. */
const reserveAndRename = (temporary: string, path: string): void => {
  closeSync(openSync(path, 'wx'))
  try {
    renameSync(temporary, path)
  } catch (error) {
    if (statSync(path).size === 0) rmSync(path)
    throw error
  }
}

type Link = (from: string, to: string) => void

/** A link fails where the name is taken, a rename replaces; exFAT, FUSE and some network disks know no links. */
const give = (temporary: string, path: string, link: Link): void => {
  try {
    link(temporary, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    reserveAndRename(temporary, path)
  }
}

type Options = { isForced: boolean; link?: Link }

/**
 * Puts a file in its place whole or not at all: it is written under a name that begins with a dot, which the server
 * passes over, and gets its own name when all of it is on the disk. Without `isForced` it never replaces a file, also
 * not one that came a moment ago; with it, files alone. Throws a UserError where it cannot.
 */
export const placeFile = (path: string, text: string, { isForced, link = linkSync }: Options): void => {
  const temporary = join(dirname(path), `.${randomBytes(9).toString('hex')}.tmp`)
  try {
    if (isForced) assertReplaceable(path)
    writeWhole(temporary, text)
    try {
      if (isForced) renameSync(temporary, path)
      else give(temporary, path, link)
    } finally {
      rmSync(temporary, { force: true })
    }
  } catch (error) {
    throw explainError(error, path)
  }
}
