import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Changes } from '../library.ts'
import { type OnRebuild, type OpenIndex, openIndex } from './database.ts'
import { createNextDue } from './due.ts'
import { type IndexPlace, UnusableIndex } from './index-file.ts'
import { isOfDisk } from './result.ts'
import { createStore } from './store.ts'

/** The error of a write: that of the file, where its disk failed. */
const explainWrite = (error: unknown, { file }: IndexPlace): unknown =>
  error instanceof Error && isOfDisk(error)
    ? new UnusableIndex(`${file} cannot be written: ${error.message}`)
    : error

export const createShelf = (database: DatabaseSync, index: IndexPlace, now = Date.now) => {
  const { files, synonyms, apply, moveDue } = createStore(database, now)
  const explained = (write: () => string[]): string[] => {
    try {
      return write()
    } catch (error) {
      throw explainWrite(error, index)
    }
  }
  return {
    files,
    synonyms,
    apply: (changes: Changes): string[] => explained(() => apply(changes)),
    /** Publishes and hides some of the articles that are due now, and returns their ids; none where none is left. */
    moveDue: (): string[] => explained(moveDue),
  }
}

/** The bytes that the journal of the index may keep on the disk when all of it was copied. */
const largestJournal = 16_000_000

/**
 * Opens an index that is held for writing. While others read it, it is to be told to `checkpoint` after each change that they
 * have seen, since a reader of an older state keeps the journal from being copied.
 */
export const openShelf = (held: OpenIndex, onRebuild: OnRebuild) => {
  const database = openIndex(held, onRebuild)
  database.exec(`PRAGMA journal_size_limit = ${largestJournal}`)
  const nextDue = createNextDue(database)
  return {
    ...createShelf(database, held.index),
    /** When the next article is published or expires: milliseconds since 1970, or never. */
    nextDue: (): number => nextDue(Date.now()),
    checkpointByItself: (isSo: boolean): void =>
      database.exec(`PRAGMA wal_autocheckpoint = ${isSo ? 1000 : 0}`),
    /** Returns the bytes of the journal. */
    checkpoint: (): number => {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
      return statSync(`${held.path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    },
    close: (): void => database.close(),
  }
}
