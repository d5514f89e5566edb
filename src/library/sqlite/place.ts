/** Whether a path may hold the index: maqal writes and deletes only files that it made, and files of 0 bytes. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from '../../disk.ts'
import { isDatabase, isMarked, isOfDatabase, readStart, siblings, UnusableIndex } from './header.ts'

/** Where an index on disk is, and of which folder it is. */
export type Place = { file: string; folder: string }

/** What stands at the path: nothing, an index of maqal, or a database without its mark. */
export type Held = 'nothing' | 'index' | 'unmarked'

const heldAt = (file: string): Held => {
  const start = readStart(file)
  if (start.length === 0) return 'nothing'
  if (isMarked(start)) return 'index'
  if (isDatabase(start)) return 'unmarked'
  throw new UnusableIndex(`${file} is not a SQLite database, and is left as it is`)
}

/**
 * SQLite writes to the files beside a database, and deletes them, so they must be those of the index. It never uses a
 * `-shm` while it holds a database alone, as it holds an index.
 */
const checkSiblings = (file: string, held: Held): void => {
  for (const suffix of siblings) {
    const start = readStart(file + suffix)
    if (start.length === 0 || (held !== 'nothing' && (suffix === '-shm' || isOfDatabase(start, suffix))))
      continue
    throw new UnusableIndex(
      `${file}${suffix} is not a file of an index, and is left as it is`,
      'move it away, or set another INDEX_FILE',
    )
  }
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

const identityOf = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}

/** Compares the folders themselves and not their names: a link or another spelling does not hide where a path leads. */
const isInside = (parent: string, folder: string): boolean => {
  const identity = identityOf(folder)
  for (let above = parent; ; above = dirname(above)) {
    if (identityOf(above) === identity) return true
    if (above === dirname(above)) return false
  }
}

/** The real path of an index and what stands there. Throws UnusableIndex where the index cannot be there. */
export const locate = ({ file, folder }: Place): { path: string; held: Held } => {
  if (/[/\\]$/.test(file)) throw new UnusableIndex(`${file} is the name of a folder`, 'name a file in it')
  const parent = realParentOf(file)
  if (isInside(parent, folder))
    throw new UnusableIndex(`${file} is in the folder of articles`, 'set INDEX_FILE to a path outside of it')
  const held = heldAt(file)
  checkSiblings(file, held)
  return { path: join(parent, basename(file)), held }
}
