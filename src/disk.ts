/** What the file system reports, in words. */
import { type BigIntStats, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { sep } from 'node:path'

/** The code of an error of the file system, as "ENOENT". */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'an error'

/** What is at a path, where it is not a regular file. */
export const fileTypeOf = (stat: Stats | BigIntStats): string => {
  if (stat.isDirectory()) return 'a folder'
  if (stat.isSymbolicLink()) return 'a symbolic link'
  if (stat.isFIFO()) return 'a named pipe'
  return stat.isSocket() ? 'a socket' : 'a device'
}

/** The same for all paths of one file or folder. */
export const identityOf = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}

/** Whether a path is below a folder; both are real paths. */
export const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

const permission = 'let it be read by the user that maqal runs as'
const tooMany = 'too many files are open: raise the limit (ulimit -n)'

/** What a person can do, by the code of the error. */
const hints: Record<string, string> = {
  ENOENT: 'put it back',
  ENOTDIR: 'put the folder back',
  EACCES: permission,
  EPERM: permission,
  ELOOP: 'let the link lead to a file',
  ENAMETOOLONG: 'give it a shorter path',
  EMFILE: tooMany,
  ENFILE: tooMany,
  EIO: 'the disk reports an error: check the disk, or put back a copy of the file',
  ESTALE: 'the network disk has lost it: mount the disk again',
  ENOTCONN: 'the disk is not connected: mount it again',
}

const hintOf = (code: string): string => hints[code] ?? `${code} is the system's code: see what it says of it`

/** Where a symbolic link leads, as it is written in it; undefined for anything else. */
export const linkTarget = (path: string): string | undefined => {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
  } catch {
    return undefined
  }
}

export type Trouble = { problem: string; hint: string }

const troubleOfLink = (target: string, code: string): Trouble => {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      problem: `is a link to ${target}, which does not exist`,
      hint: 'put it there, or remove the link',
    }
  }
  if (code === 'ELOOP')
    return {
      problem: `is a link to ${target}, which leads in a circle`,
      hint: 'let it lead to a file, or remove it',
    }
  return { problem: `is a link to ${target}, which cannot be read: ${code}`, hint: hintOf(code) }
}

/** Why a path cannot be read, and what a person can do. `verb` is what was tried: "read", "listed". */
export const troubleOf = (path: string, error: unknown, verb = 'read'): Trouble => {
  const code = codeOf(error)
  const target = linkTarget(path)
  if (target !== undefined) return troubleOfLink(target, code)
  return code === 'ENOENT'
    ? { problem: 'does not exist', hint: hintOf(code) }
    : { problem: `cannot be ${verb}: ${code}`, hint: hintOf(code) }
}
