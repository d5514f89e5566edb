/** Answers that were made before, in a database beside the index: what is kept there may be lost, and is only made again. */
import { rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { AnswerPlace, KeptAnswer, KeptBytes, KeptCoding } from '../library.ts'
import { answersRemoved, longestReading, patience, shareOfDisk } from '../limits.ts'
import { answersSuffix, applicationId, suffixesOfIndex } from './index-file.ts'
import { numberIn, type Row } from '../columns.ts'

const layout = 3

/** The Brotli of an answer of 14 KB is on one page, the answer itself on two. */
const pageSize = 8192

const tablesOfAnswers = `
  CREATE TABLE answer (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    format TEXT NOT NULL,
    digest TEXT NOT NULL,
    article TEXT NOT NULL,
    revision TEXT NOT NULL,
    tag TEXT NOT NULL,
    facts TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    br BLOB,
    gzip BLOB,
    identity BLOB,
    UNIQUE (address, format)
  ) STRICT;
  CREATE INDEX answer_article ON answer (article, bytes);
  CREATE TABLE held (bytes INTEGER NOT NULL) STRICT;
  INSERT INTO held VALUES (0);
`

const pathOfAnswers = (index: string): string => index + answersSuffix

const versionOf = (database: DatabaseSync): number =>
  numberIn(database.prepare('PRAGMA user_version').get(), 'user_version')

/** Removes the database of answers. */
export const removeAnswers = (index: string): void => {
  for (const suffix of suffixesOfIndex) rmSync(pathOfAnswers(index) + suffix, { force: true })
}

const open = (index: string): DatabaseSync => {
  // One who opens it at this moment may hold it.
  const database = new DatabaseSync(pathOfAnswers(index), { timeout: patience })
  try {
    if (versionOf(database) === 0) {
      // As of the index: the mark goes to the disk with the first page.
      database.exec(`PRAGMA page_size = ${pageSize}`)
      database.exec(`PRAGMA journal_mode = MEMORY; PRAGMA application_id = ${applicationId}`)
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      database.exec(`BEGIN; ${tablesOfAnswers}; PRAGMA user_version = ${layout}; COMMIT`)
    } else database.exec('PRAGMA synchronous = NORMAL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens the database of answers. One of another layout is made anew. */
const openFitting = (index: string): DatabaseSync => {
  const database = open(index)
  if (versionOf(database) === layout) return database
  database.close()
  removeAnswers(index)
  return open(index)
}

type BytesRow = [article: string, revision: string, tag: string, facts: string, bytes: Uint8Array | null]

/** Reads answers, as they were a moment ago. Throws where there are none yet. */
export const openAnswers = (index: string) => {
  const database = new DatabaseSync(pathOfAnswers(index), { readOnly: true })
  try {
    if (versionOf(database) !== layout) throw new Error('There are no answers')
    const select = database.prepare(
      'SELECT article, revision, tag, facts, br, gzip, identity FROM answer WHERE address = ? AND format = ? AND digest = ?',
    )
    const selectBytes = (coding: KeptCoding) => {
      const statement = database.prepare(
        `SELECT article, revision, tag, facts, ${coding} FROM answer
         WHERE address = ? AND format = ? AND digest = ?`,
      )
      // An object would take a tenth longer.
      statement.setReturnArrays(true)
      return statement
    }
    const ofCoding = {
      identity: selectBytes('identity'),
      br: selectBytes('br'),
      gzip: selectBytes('gzip'),
    }
    const end = (): void => {
      try {
        if (database.isOpen && database.isTransaction) database.exec('COMMIT')
      } catch {
        // The next reading says so.
      }
    }
    /** Readings of the same moment are of one transaction: to begin one takes a fourth of the time of a reading. */
    const begin = (): void => {
      if (database.isTransaction) return
      database.exec('BEGIN')
      setTimeout(end, longestReading).unref()
    }
    return {
      find: ({ address, format, digest }: AnswerPlace): KeptAnswer | undefined => {
        begin()
        const row = select.get(address, format, digest)
        return row && ({ ...row, address, format, digest } as KeptAnswer)
      },
      findBytes: ({ address, format, digest }: AnswerPlace, coding: KeptCoding): KeptBytes | undefined => {
        begin()
        const row = ofCoding[coding].get(address, format, digest) as BytesRow | undefined
        if (row === undefined) return undefined
        const [article, revision, tag, facts, bytes] = row
        return { article, revision, tag, facts, bytes }
      },
      close: (): void => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

const sizeOf = ({ address, facts, identity, br, gzip }: KeptAnswer): number =>
  address.length + facts.length + [identity, br, gzip].reduce((sum, held) => sum + (held?.length ?? 0), 0)

/** What there is room for: never more than a share of what is free, which the index needs. */
const roomFor = (index: string, most: number): number => {
  const { bavail, bsize } = statfsSync(dirname(index))
  return Math.min(most, (bavail * bsize) / shareOfDisk)
}

/** Keeps answers, at most so many bytes: the oldest make room. */
export const openAnswerStore = (index: string, most: number) => {
  const database = openFitting(index)
  const held = database.prepare('SELECT bytes FROM held')
  const room = roomFor(index, most + numberIn(held.get(), 'bytes'))
  const limit = Math.min(most, room)
  const count = database.prepare('UPDATE held SET bytes = bytes + ?')
  const insert = database.prepare(
    `INSERT INTO answer (address, format, digest, article, revision, tag, facts, bytes, br, gzip, identity)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = database.prepare('DELETE FROM answer WHERE address = ? AND format = ? RETURNING bytes')
  const removeOf = database.prepare('DELETE FROM answer WHERE article = ? RETURNING bytes')
  const removeOldest = database.prepare(
    `DELETE FROM answer WHERE number IN (SELECT number FROM answer ORDER BY number LIMIT ${answersRemoved}) RETURNING bytes`,
  )

  const without = (rows: Row[]): number => rows.reduce((sum, row) => sum - numberIn(row, 'bytes'), 0)

  const inOne = (work: () => void): void => {
    database.exec('BEGIN IMMEDIATE')
    try {
      work()
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  const put = (answer: KeptAnswer): number => {
    const { address, format, digest, article, revision, tag, facts, br, gzip, identity } = answer
    const size = sizeOf(answer)
    const freed = without(remove.all(address, format))
    insert.run(address, format, digest, article, revision, tag, facts, size, br, gzip, identity)
    return freed + size
  }

  return {
    keep: (answers: readonly KeptAnswer[]): void =>
      inOne(() => {
        count.run(answers.reduce((sum, answer) => sum + put(answer), 0))
        let freed = -1
        while (freed < 0 && numberIn(held.get(), 'bytes') > limit) {
          freed = without(removeOldest.all())
          count.run(freed)
        }
      }),
    drop: (articles: readonly string[]): void =>
      inOne(() => void count.run(articles.reduce((sum, id) => sum + without(removeOf.all(id)), 0))),
    close: (): void => database.close(),
  }
}
