import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Article, type ArticleHead, headOf } from '../article/article.ts'
import type { Changes, FileRecord, Library } from './library.ts'

const schema = `
  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    published REAL,
    head TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX article_newest ON article (published DESC, id);
  CREATE TABLE file (
    file TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    digest TEXT NOT NULL,
    article TEXT NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
`

/** Raise it when an article of the same file would be stored otherwise: then an index on disk is built anew. */
const model = 1

/** Milliseconds since 1970 of a source's date, for sorting; a day counts as its first moment in UTC. */
const moment = (date: string | null): number | null => (date === null ? null : Date.parse(date))

const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const text = (row: Record<string, unknown> | undefined, column: string): string => {
  const value = row?.[column]
  if (typeof value !== 'string') throw new TypeError(`no text in column ${column}`)
  return value
}

/** Where an index on disk is, and of which folder it is. */
type Place = { file: string; folder: string }

/** What an index must be of to be used: this schema and model, and this folder. */
const fingerprint = (folder: string): number =>
  createHash('sha256').update(`${model} ${folder} ${schema}`).digest().readInt32BE(0)

/** Thrown where another process has the index open. */
export class IndexInUse extends Error {}

const isBusy = (error: unknown): boolean => error instanceof Error && /locked|busy/i.test(error.message)

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]

/** Why an index cannot be used as it is, or undefined. */
const unfit = (database: DatabaseSync, folder: string): string | undefined => {
  const version = pragma(database, 'user_version')
  if (version === 0) return 'new'
  if (version !== fingerprint(folder)) return 'of another version or folder'
  return pragma(database, 'quick_check(1)') === 'ok' ? undefined : 'damaged'
}

const create = (database: DatabaseSync, folder: string): void => {
  database.exec(schema)
  database.exec(`PRAGMA user_version = ${fingerprint(folder)}`)
}

const openFile = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  return database
}

const removeFiles = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

const tryOpen = ({ file, folder }: Place): { database?: DatabaseSync; why?: string } => {
  let database: DatabaseSync | undefined
  try {
    database = openFile(file)
    const why = unfit(database, folder)
    if (why === undefined) return { database }
    database.close()
    return { why }
  } catch (error) {
    if (isBusy(error)) throw new IndexInUse(`${file} is in use by another process`)
    if (database?.isOpen === true) database.close()
    return { why: 'damaged' }
  }
}

/** The index on disk, built anew, and said why, where it is not fit for use. */
const openIndex = (place: Place, onRebuild: (why: string) => void): DatabaseSync => {
  const { database, why = '' } = tryOpen(place)
  if (database !== undefined) return database
  if (why !== 'new') onRebuild(why)
  removeFiles(place.file)
  const fresh = openFile(place.file)
  create(fresh, place.folder)
  return fresh
}

const openInMemory = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:')
  create(database, '')
  return database
}

type Options = { index?: Place; onRebuild?: (why: string) => void }

/**
 * A library in SQLite inside the process: in memory, or in a file that keeps it between starts. Throws IndexInUse,
 * and the error of the file system where the file cannot be made.
 */
export const openSqliteLibrary = ({ index, onRebuild = () => {} }: Options = {}): Library => {
  const database = index === undefined ? openInMemory() : openIndex(index, onRebuild)
  const one = database.prepare('SELECT body FROM article WHERE id = ?')
  const page = database.prepare(
    'SELECT head FROM article ORDER BY published DESC NULLS LAST, id LIMIT ? OFFSET ?',
  )
  const count = database.prepare('SELECT count(*) AS total FROM article')
  const from = database.prepare('SELECT id FROM article WHERE id >= ? ORDER BY id LIMIT 50')
  const before = database.prepare('SELECT id FROM article WHERE id < ? ORDER BY id DESC LIMIT 50')
  const records = database.prepare('SELECT file, stamp, digest, article FROM file ORDER BY file')
  const forget = database.prepare('DELETE FROM file WHERE file = ? RETURNING article')
  const drop = database.prepare('DELETE FROM article WHERE id = ?')
  const insert = database.prepare('INSERT INTO article (id, published, head, body) VALUES (?, ?, ?, ?)')
  const record = database.prepare('INSERT INTO file (file, stamp, digest, article) VALUES (?, ?, ?, ?)')
  const stampFile = database.prepare('UPDATE file SET stamp = ? WHERE file = ?')
  const listeners: ((articles: readonly string[]) => void)[] = []
  let revision = 0

  const put = (article: Article): void => {
    const head = JSON.stringify(headOf(article))
    insert.run(article.id, moment(article.datePublished), head, JSON.stringify(article))
  }

  const apply = ({ put: puts, touch, remove }: Changes): string[] => {
    const touched = new Set<string>()
    for (const file of [...remove, ...puts.map((change) => change.file)]) {
      for (const row of forget.all(file)) touched.add(text(row, 'article'))
    }
    for (const id of touched) drop.run(id)
    for (const { file, stamp, digest, article } of puts) {
      put(article)
      record.run(file, stamp, digest, article.id)
      touched.add(article.id)
    }
    for (const { file, stamp } of touch) stampFile.run(stamp, file)
    return [...touched]
  }

  return {
    revision: () => revision,
    async article(id) {
      const row = one.get(id)
      return row === undefined ? null : (JSON.parse(text(row, 'body')) as Article)
    },
    async articles({ page: number, limit }) {
      const rows = page.all(limit, (number - 1) * limit)
      const items = rows.map((row) => JSON.parse(text(row, 'head')) as ArticleHead)
      return { items, total: Number(count.get()?.['total']) }
    },
    async idsNear(id) {
      return [...before.all(id).toReversed(), ...from.all(id)].map((row) => text(row, 'id'))
    },
    async files() {
      return records.all() as FileRecord[]
    },
    async apply(changes) {
      const touched = inTransaction(database, () => apply(changes))
      if (touched.length === 0) return touched
      revision += 1
      for (const listener of listeners) listener(touched)
      return touched
    },
    onChange(listener) {
      listeners.push(listener)
    },
    async close() {
      database.close()
    },
  }
}
