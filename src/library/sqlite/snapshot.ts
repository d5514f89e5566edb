import { DatabaseSync } from 'node:sqlite'
import type { Library, Touched } from '../library.ts'
import { mostRevisions } from '../limits.ts'
import { createReading } from './reading.ts'
import { numberIn, textIn } from '../columns.ts'

/** A library that another connection changes; it answers from one state until it is told to advance. */
export type SnapshotLibrary = {
  library: Library
  /** The same of all articles, those that are not public included. */
  preview: Library
  /** How often articles were changed up to the state that it answers from. */
  revision: () => number
  /** The revision of a public article that does not expire. */
  revisionOf: (article: string) => string | undefined
  /** Answers from the state that was committed last, in which these articles differ. */
  advance: (touched: Touched) => void
  /** Lets go of the journal: to be called when all of it was copied to the database, and nothing was committed since. */
  renew: () => void
  close: () => void
}

/** Reads the index at a path, which is open for writing already. */
export const openSnapshot = (path: string, now: () => number = Date.now): SnapshotLibrary => {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA query_only = ON')
  const reading = createReading(database, { now })
  const first = database.prepare('SELECT number FROM revision')
  const selectRevision = database.prepare('SELECT revision FROM article WHERE id = ? AND until = 9e999')
  let revision = 0
  const revisions = new Map<string, string>()

  /** A read transaction begins with its first reading. */
  const begin = (): void => {
    database.exec('BEGIN')
    revision = numberIn(first.get(), 'number')
  }

  begin()
  return {
    library: reading.library,
    preview: reading.preview,
    revision: () => revision,
    revisionOf(article) {
      const known = revisions.get(article)
      if (known !== undefined) return known
      const row = selectRevision.get(article)
      if (row === undefined) return undefined
      if (revisions.size >= mostRevisions) revisions.clear()
      const found = textIn(row, 'revision')
      revisions.set(article, found)
      return found
    },
    advance(touched) {
      if (!database.isOpen) return
      reading.preserve()
      if (database.isTransaction) database.exec('COMMIT')
      begin()
      if (touched === 'all') revisions.clear()
      else for (const id of touched) revisions.delete(id)
      reading.changed(touched)
    },
    renew() {
      if (!database.isOpen) return
      reading.interrupt()
      if (database.isTransaction) database.exec('COMMIT')
      begin()
    },
    close() {
      if (!database.isOpen) return
      reading.preserve()
      database.close()
    },
  }
}
