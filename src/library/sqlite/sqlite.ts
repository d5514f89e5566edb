import type { DatabaseSync } from 'node:sqlite'
import type { Article } from '../../article/article.ts'
import type { Changes, FileRecord, Library } from '../library.ts'
import { createLists } from './list.ts'
import { UnusableIndex } from './header.ts'
import { openIndex, openInMemory, type Place, resultOf } from './open.ts'
import { articleIn, text } from './row.ts'
import { createReader } from './reader.ts'
import { createSearch } from './search.ts'
import { createStore } from './store.ts'

export { UnusableIndex }

const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has rolled back by itself where the disk is full.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Result codes of SQLite for a disk that is read-only, fails or is full: https://sqlite.org/rescode.html */
const ofDisk = new Set([8, 10, 13, 14])

/** The error of a write: that of the file, where its disk failed. */
const explainError = (error: unknown, index: Place | undefined): unknown =>
  index !== undefined && error instanceof Error && ofDisk.has(resultOf(error))
    ? new UnusableIndex(`${index.file} cannot be written: ${error.message}`)
    : error

type Options = { index?: Place; onRebuild?: (why: string) => void }

/**
 * A library in SQLite inside the process: in memory, or in a file that keeps it between starts. Throws UnusableIndex
 * where the file is not one for an index, is in use by another process or cannot be made.
 */
export const openSqliteLibrary = ({ index, onRebuild = () => {} }: Options = {}): Library => {
  const database = index === undefined ? openInMemory() : openIndex(index, onRebuild)
  const one = database.prepare('SELECT CAST(body AS BLOB) AS body FROM article WHERE id = ?')
  const from = database.prepare('SELECT id FROM article WHERE id >= ? ORDER BY id LIMIT 50')
  const before = database.prepare('SELECT id FROM article WHERE id < ? ORDER BY id DESC LIMIT 50')
  const records = database.prepare('SELECT file, stamp, digest, article FROM file ORDER BY file')
  const forget = database.prepare('DELETE FROM file WHERE file = ? RETURNING article')
  const record = database.prepare('INSERT INTO file (file, stamp, digest, article) VALUES (?, ?, ?, ?)')
  const stampFile = database.prepare('UPDATE file SET stamp = ? WHERE file = ?')
  const store = createStore(database)
  const reader = createReader(database)
  const { search, stop } = createSearch(database, reader)
  const listeners = new Set<(articles: readonly string[]) => void>()
  let revision = 0
  /** The article that was read last: its parts are asked for one after another, and a large one takes long to parse. */
  let latest: { id: string; revision: number; article: WeakRef<Article> } | undefined

  const apply = ({ put: puts, touch, remove }: Changes): string[] => {
    const touched = new Set<string>()
    for (const file of [...remove, ...puts.map((change) => change.file)]) {
      for (const row of forget.all(file)) touched.add(text(row, 'article'))
    }
    for (const id of touched) store.drop(id)
    for (const { file, stamp, digest, article } of puts) {
      store.put(article)
      record.run(file, stamp, digest, article.id)
      touched.add(article.id)
    }
    for (const { file, stamp } of touch) stampFile.run(stamp, file)
    return [...touched]
  }

  const write = (work: () => string[]): string[] => {
    try {
      return inTransaction(database, work)
    } catch (error) {
      throw explainError(error, index)
    }
  }

  return {
    revision: () => revision,
    async article(id) {
      const known = latest?.id === id && latest.revision === revision ? latest.article.deref() : undefined
      if (known !== undefined) return known
      const row = one.get(id)
      if (row === undefined) return null
      const article = articleIn(row)
      latest = { id, revision, article: new WeakRef(article) }
      return article
    },
    ...createLists(database, reader),
    search,
    async idsNear(id) {
      return [...before.all(id).toReversed(), ...from.all(id)].map((row) => text(row, 'id'))
    },
    async files() {
      return records.all() as FileRecord[]
    },
    async apply(changes) {
      stop()
      reader.takeAll()
      const touched = write(() => apply(changes))
      if (touched.length === 0) return touched
      revision += 1
      for (const listener of listeners) listener(touched)
      return touched
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      stop()
      reader.takeAll()
      database.close()
    },
  }
}
