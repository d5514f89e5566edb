import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { closedSuffix, isAsClosed as isAsClosedAt, rememberClosed } from './closed.ts'
import { fingerprint } from './fingerprint.ts'
import {
  applicationId,
  type IndexPlace,
  locate,
  suffixesOfIndex,
  UnusableIndex,
  versionIn,
} from './index-file.ts'
import { lock } from './lock.ts'
import { createMemory, readMemory } from './memory.ts'
import { busy, damaged, resultOf } from './result.ts'
import { tables } from './tables.ts'
import { makeTemporary } from './temporary.ts'

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]

/** How an index is made: `mark` tells by which code and of which folder. One that is as it was closed holds no damage. */
type Made = { mark: number; folder: string; synchronous: 'NORMAL' | 'OFF'; isAsClosed: boolean }

const otherVersion = 'of another version or folder'

/** Why an index cannot be used as it is, or undefined. One that was never finished is 'new'. */
const unfit = (database: DatabaseSync, mark: number, isTrusted: boolean): string | undefined => {
  const version = pragma(database, 'user_version')
  if (version === 0) return 'new'
  if (version !== mark) return otherVersion
  return isTrusted || pragma(database, 'quick_check(1)') === 'ok' ? undefined : 'damaged'
}

const create = (path: string, { mark, folder, synchronous }: Made): DatabaseSync => {
  const database = new DatabaseSync(path)
  try {
    // The mark goes to the disk with the first page, so that an index is known as one from its first byte on.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF')
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    database.exec(`BEGIN; ${tables}; PRAGMA user_version = ${mark}`)
    database.prepare('INSERT INTO about (folder) VALUES (?)').run(folder)
    database.exec('COMMIT')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const tryOpen = (
  path: string,
  { mark, synchronous, isAsClosed }: Made,
): { database?: DatabaseSync; why?: string } => {
  const database = new DatabaseSync(path)
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    const why = unfit(database, mark, isAsClosed)
    if (why === undefined) return { database }
    database.close()
    return { why }
  } catch (error) {
    database.close()
    if (!damaged.has(resultOf(error))) throw error
    return { why: 'damaged' }
  }
}

/** The tables of an index made before indexes were marked. */
const oldTables = 'article file name words words_config words_data words_docsize words_idx'

/** Reads a database without a lock and without changing it. */
const isOldIndex = (path: string): boolean => {
  const address = pathToFileURL(path)
  address.search = '?immutable=1'
  const database = new DatabaseSync(address, { readOnly: true })
  try {
    const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
    return rows.map(({ name }) => String(name)).join(' ') === oldTables
  } catch {
    return false
  } finally {
    database.close()
  }
}

const removeIndex = (path: string): void => {
  for (const suffix of [...suffixesOfIndex, closedSuffix]) rmSync(path + suffix, { force: true })
}

/** Is told why an index is built anew, and whether it forgets the ids that articles had before. */
export type OnRebuild = (why: string, news: { isMemoryLost: boolean }) => void

const openAt = (path: string, made: Made, onRebuild: OnRebuild): DatabaseSync => {
  const { database, why = '' } = tryOpen(path, made)
  if (database !== undefined) return database
  const memory = why === otherVersion ? readMemory(path, made.folder) : undefined
  if (why !== 'new') onRebuild(why, { isMemoryLost: memory === undefined })
  removeIndex(path)
  const anew = create(path, made)
  if (memory !== undefined) createMemory(anew).restore(memory)
  return anew
}

/** An index that is held, as a thread can be told of it. */
export type OpenIndex = {
  path: string
  index: IndexPlace
  isNew: boolean
  isTemporary: boolean
  /** Whether nothing has written to it since it was closed. */
  isAsClosed: boolean
}

/** A place of an index that no other process can use until `release`. */
export type HeldIndex = OpenIndex & {
  /** To be called before `release` when all connections are closed. */
  rememberClosed: () => void
  release: () => void
}

/**
 * Locks a place for the index: a temporary one where none is given. Throws UnusableIndex, and changes nothing, where no
 * index may be there or another process uses it.
 */
export const holdIndex = (index: IndexPlace | undefined): HeldIndex => {
  if (index === undefined) {
    const { file, remove } = makeTemporary()
    return {
      path: file,
      index: { file, folder: '' },
      isNew: true,
      isTemporary: true,
      isAsClosed: false,
      rememberClosed: () => {},
      release: remove,
    }
  }
  const { path, held } = locate(index)
  if (held === 'unmarked' && !isOldIndex(path))
    throw new UnusableIndex(`${index.file} is a SQLite database of another program, and is left as it is`)
  const release = lock(path)
  if (release === undefined) throw new UnusableIndex(`${index.file} is in use by another process`)
  return {
    path,
    index,
    isNew: held === 'nothing',
    isTemporary: false,
    isAsClosed: isAsClosedAt(path),
    rememberClosed: () => rememberClosed(path),
    release,
  }
}

/** Whether an index holds what this code has made of this folder before. */
export const isAnswerable = ({ path, index: { folder }, isAsClosed }: OpenIndex): boolean =>
  isAsClosed && versionIn(path) === fingerprint(folder)

/** Opens an index that is held. One that cannot be used is built anew, and `onRebuild` is told why. */
export const openIndex = (
  { path, index: { file, folder }, isNew, isTemporary, isAsClosed }: OpenIndex,
  onRebuild: OnRebuild,
): DatabaseSync => {
  try {
    // A temporary index is used by one process, and may be lost with the power.
    const made: Made = isTemporary
      ? { mark: 1, folder, synchronous: 'OFF', isAsClosed }
      : { mark: fingerprint(folder), folder, synchronous: 'NORMAL', isAsClosed }
    return isNew ? create(path, made) : openAt(path, made, onRebuild)
  } catch (error) {
    if (busy.has(resultOf(error))) throw new UnusableIndex(`${file} is in use by another process`)
    throw new UnusableIndex(
      `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
