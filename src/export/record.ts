/** What an export wrote, in a SQLite database in its folder: the next one changes and deletes only that. */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { codeOf, fileTypeOf } from '../disk.ts'
import { mostNamed } from './limits.ts'

/** Its name, which servers are told to keep to themselves. */
export const recordName = '.maqal-export'

/** Marks the database as such a record: the letters "mqex" in its header. */
const applicationId = 0x6d_71_65_78

/** Thrown where the folder cannot be exported to. What was there is left as it is. */
export class UnusableFolder extends Error {}

/** What is written together: an article with its parts, or all that is of no single article. */
export type Group = {
  /** Made of the same things, the files of a group are the same. */
  key: string
  /** Its files, without those of the codings beside them. */
  files: string[]
  /** What is said of its files in headers. */
  facts: string
}

const isOwn = (name: string): boolean => name === recordName || name.startsWith(`${recordName}-`)

const assertUsable = (folder: string): void => {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat !== undefined && !stat.isDirectory() && !stat.isSymbolicLink())
    throw new UnusableFolder(`${folder} is ${stat.isFile() ? 'a file' : fileTypeOf(stat)}, not a folder`)
  mkdirSync(folder, { recursive: true })
  if (existsSync(join(folder, recordName))) return
  const foreign = readdirSync(folder).filter((name) => !isOwn(name))
  if (foreign.length === 0) return
  const named = foreign.slice(0, mostNamed).join(', ')
  const more = foreign.length > mostNamed ? ` and ${foreign.length - mostNamed} more` : ''
  throw new UnusableFolder(
    `${folder} holds files that no export wrote: ${named}${more}. Give an empty folder, or that of an earlier export`,
  )
}

const schema = `CREATE TABLE part (name TEXT PRIMARY KEY, key TEXT, files TEXT, facts TEXT, run INTEGER) WITHOUT ROWID`

const numberOf = (database: DatabaseSync, sql: string): number =>
  Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0)

/** Only one process has it open: SQLite locks it until it is closed, or the process ends. */
const openDatabase = (folder: string): DatabaseSync => {
  const path = join(folder, recordName)
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    const id = numberOf(database, 'PRAGMA application_id')
    const isNew = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0
    if (id !== applicationId && !(id === 0 && isNew))
      throw new UnusableFolder(`${path} is a database of another program, and is left as it is`)
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL`)
    database.exec(`BEGIN IMMEDIATE; ${isNew ? schema : 'SELECT 1'}; COMMIT`)
    return database
  } catch (error) {
    database.close()
    if (error instanceof UnusableFolder) throw error
    const isBusy = codeOf(error) === 'ERR_SQLITE_ERROR' && /locked|busy/.test(String(error))
    throw new UnusableFolder(
      isBusy
        ? `Another export is writing to ${folder}`
        : `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Opens the record of a folder, which is made where there is none. Throws UnusableFolder. */
export const openRecord = (folder: string) => {
  assertUsable(folder)
  const database = openDatabase(folder)
  const run = numberOf(database, 'SELECT coalesce(max(run), 0) FROM part') + 1
  const select = database.prepare('SELECT key, files, facts FROM part WHERE name = ?')
  const insert = database.prepare(
    'INSERT OR REPLACE INTO part (name, key, files, facts, run) VALUES (?, ?, ?, ?, ?)',
  )
  const touch = database.prepare('UPDATE part SET run = ? WHERE name = ?')
  const remove = database.prepare('DELETE FROM part WHERE name = ?')
  const others = database.prepare('SELECT name, files FROM part WHERE run <> ? LIMIT 1')
  const all = database.prepare('SELECT facts FROM part WHERE run = ? ORDER BY name')

  return {
    find(name: string): Group | undefined {
      const row = select.get(name)
      if (row === undefined) return undefined
      return {
        key: String(row['key']),
        files: JSON.parse(String(row['files'])) as string[],
        facts: String(row['facts']),
      }
    },
    /** Is called before the first file of a group is written, and when all are. */
    keep: (name: string, { key, files, facts }: Group): void =>
      void insert.run(name, key, JSON.stringify(files), facts, run),
    /** The group is as it was. */
    touch: (name: string): void => void touch.run(run, name),
    /** A group that this run has not touched, if there is one. */
    untouched(): { name: string; files: string[] } | undefined {
      const row = others.get(run)
      return row && { name: String(row['name']), files: JSON.parse(String(row['files'])) as string[] }
    },
    forget: (name: string): void => void remove.run(name),
    /** The facts of all groups that were touched. */
    *facts(): Generator<string> {
      for (const row of all.iterate(run)) yield String(row['facts'])
    },
    close: (): void => database.close(),
  }
}

/** Removes a file, if it is there. */
export const removeFile = (path: string): boolean => {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false
  rmSync(path, { force: true })
  return true
}
