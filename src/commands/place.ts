import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UserError } from './command.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const spell = (error: unknown, path: string): unknown => {
  const code = codeOf(error)
  if (code === 'EEXIST')
    return new UserError(`${path} is there already: give another --id or --out, or --force`)
  if (code === 'EISDIR' || code === 'ENOTEMPTY')
    return new UserError(`${path} is a folder: give another --id or --out`)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(`There is no folder ${dirname(path)}: make it first`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new UserError(`${path} may not be written by this user`)
  if (code === 'ENOSPC') return new UserError(`${path} is not written: the disk is full`)
  return error
}

const writeWhole = (path: string, text: string) => {
  const descriptor = openSync(path, 'wx')
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Puts a file in its place whole or not at all: it is written under a name that begins with a dot, which a library
 * passes over, and gets its own name when all of it is on the disk. A link fails where the name is taken, also by a
 * file that came a moment ago; a rename takes its place. Throws a UserError where it cannot.
 */
export const placeFile = (path: string, text: string, { isForced }: { isForced: boolean }): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    writeWhole(temporary, text)
    if (isForced) renameSync(temporary, path)
    else linkSync(temporary, path)
  } catch (error) {
    throw spell(error, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
