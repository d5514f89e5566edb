import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { fingerprint } from './fingerprint.ts'
import { applicationId, type IndexPlace, locate, UnusableIndex } from './index-file.ts'
import { tables } from './tables.ts'

/** Result codes of SQLite: https://sqlite.org/rescode.html */
const busy = new Set([5, 6])
const damaged = new Set([11, 26])

/** The result code of an error of SQLite, without its extension; -1 for any other error. */
export const resultOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : -1

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]

/** Why an index cannot be used as it is, or undefined. One that was never finished is 'new'. */
const unfit = (database: DatabaseSync, folder: string): string | undefined => {
  const version = pragma(database, 'user_version')
  if (version === 0) return 'new'
  if (version !== fingerprint(folder)) return 'of another version or folder'
  return pragma(database, 'quick_check(1)') === 'ok' ? undefined : 'damaged'
}

const create = (path: string, folder: string): DatabaseSync => {
  const database = new DatabaseSync(path)
  try {
    // The mark goes to the disk with the first page, so that an index is known as one from its first byte on.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY')
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec(`BEGIN; ${tables}; PRAGMA user_version = ${fingerprint(folder)}; COMMIT`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const tryOpen = (path: string, folder: string): { database?: DatabaseSync; why?: string } => {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    const why = unfit(database, folder)
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
  for (const suffix of ['', '-wal', '-journal']) rmSync(path + suffix, { force: true })
}

const openAt = (path: string, folder: string, onRebuild: (why: string) => void): DatabaseSync => {
  const { database, why = '' } = tryOpen(path, folder)
  if (database !== undefined) return database
  if (why !== 'new') onRebuild(why)
  removeIndex(path)
  return create(path, folder)
}

/**
 * Opens the index on disk. An index of maqal that cannot be used is built anew, and `onRebuild` is told why. Throws
 * UnusableIndex, and changes nothing, where no index may be at the path.
 */
export const openIndex = (place: IndexPlace, onRebuild: (why: string) => void): DatabaseSync => {
  const { file, folder } = place
  const { path, held } = locate(place)
  if (held === 'unmarked' && !isOldIndex(path))
    throw new UnusableIndex(`${file} is a SQLite database of another program, and is left as it is`)
  try {
    return held === 'nothing' ? create(path, folder) : openAt(path, folder, onRebuild)
  } catch (error) {
    if (busy.has(resultOf(error))) throw new UnusableIndex(`${file} is in use by another process`)
    throw new UnusableIndex(
      `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

export const openInMemory = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:')
  database.exec(tables)
  return database
}
