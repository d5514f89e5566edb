import type { DatabaseSync } from 'node:sqlite'
import type { Article, ArticleHead, ArticleInParts } from '../../article/article.ts'
import { numberIn, type Row, textIn } from '../columns.ts'
import type { Translated } from '../translations.ts'
import { createPace, inSlices } from '../../pace.ts'
import { bodySteps, isLongBody, readBody, viewBody } from './body.ts'
import { dueTables, type Tables } from './tables.ts'

const bytesIn = (row: Row | undefined, column: string): Uint8Array => {
  const value = row?.[column]
  if (!(value instanceof Uint8Array)) throw new TypeError(`no bytes in column ${column}`)
  return value
}

/**
 * Makes the function that gives an article what its row says of its translations: nothing where it has none, and names none. Where
 * the clock decides what is public, those that are no more are left out.
 */
export const createTelling = (database: DatabaseSync, { article: table }: Tables) => {
  const isThere = database.prepare(`SELECT 1 FROM ${table} WHERE id = ?`)
  const isTold = (id: string): boolean => table !== dueTables.article || isThere.get(id) !== undefined
  return <Head extends ArticleHead>(head: Head, row: Row | undefined): Head => {
    const said = textIn(row, 'translated')
    if (said === '') return head
    const { translationOf, translations, revision } = JSON.parse(said) as Translated
    return Object.assign(head, {
      translationOf: translationOf !== null && isTold(translationOf) ? translationOf : null,
      translations: translations.filter(({ id }) => isTold(id)),
      revision,
    })
  }
}

/** The article of a row, by itself. */
export const articleIn = (row: Row | undefined): Article => readBody(bytesIn(row, 'body'))

/** An article, when it is public no more, and whether others may be told as its translations. */
type ArticleRead = { article: Article; due: number; hasKin: boolean }

/**
 * Some articles as they are at one moment, each read when it is asked for, whole or part by part; and the words of their passages.
 * They are asked for in order.
 */
export type Snapshot = {
  article: (index: number) => Article
  parts: (index: number) => ArticleInParts
  passages: (index: number) => Uint8Array
  preserve: () => void
}

/**
 * Reads whole articles one at a time, so that few are in memory at once, and other requests are answered in between.
 * Before the library changes, the rows of all snapshots are read.
 */
export const createArticleReader = (database: DatabaseSync, tables: Tables) => {
  const { article: table } = tables
  const tell = createTelling(database, tables)
  const one = database.prepare(
    `SELECT body, translated, words FROM ${table} JOIN ${tables.passages} ON number = article WHERE number = ?`,
  )
  const byId = database.prepare(
    `SELECT body, until, translated, EXISTS (
       SELECT 1 FROM kin JOIN kin AS other USING (key) WHERE kin.id = ${table}.id AND other.id <> kin.id
     ) AS hasKin FROM ${table} WHERE id = ?`,
  )
  /** Held weakly: a snapshot ends when nobody refers to it any more. */
  const open = new Set<WeakRef<Snapshot>>()
  /** The article that was read last: its parts are asked for one after another, and a large one takes long to parse. */
  let latest: { article: WeakRef<Article>; due: number; hasKin: boolean } | undefined
  /** Large ones that are being read, each for all who wait for it. */
  const pending = new Map<string, Promise<ArticleRead>>()

  /** Reads in slices what the row is now. */
  const readLong = (id: string, row: Row): Promise<ArticleRead> => {
    const told = tell({} as Article, row)
    const read = async (): Promise<ArticleRead> => {
      const article = await inSlices(bodySteps(bytesIn(row, 'body')), createPace())
      return {
        article: Object.assign(article, told),
        due: numberIn(row, 'until'),
        hasKin: row['hasKin'] === 1,
      }
    }
    const reading = read()
    pending.set(id, reading)
    const remember = (found: ArticleRead): void => {
      // It may have changed meanwhile.
      if (pending.get(id) !== reading) return
      pending.delete(id)
      latest = { ...found, article: new WeakRef(found.article) }
    }
    reading.then(remember, () => void pending.delete(id))
    return reading
  }

  return {
    article(id: string): ArticleRead | null | Promise<ArticleRead> {
      const known = latest?.article.deref()
      if (latest !== undefined && known?.id === id) return { ...latest, article: known }
      const reading = pending.get(id)
      if (reading !== undefined) return reading
      const row = byId.get(id)
      if (row === undefined) return null
      if (isLongBody(bytesIn(row, 'body'))) return readLong(id, row)
      const article = tell(articleIn(row), row)
      const due = numberIn(row, 'until')
      const hasKin = row['hasKin'] === 1
      latest = { article: new WeakRef(article), due, hasKin }
      return { article, due, hasKin }
    },

    /** `keys` are numbers of articles that are there. */
    snapshot(keys: readonly number[]): Snapshot {
      let preserved: (Row | undefined)[] | undefined
      let latestRow: { index: number; row: Row | undefined } | undefined
      const read = (index: number): Row | undefined => one.get(keys[index] ?? Number.NaN)
      const rowOf = (index: number): Row | undefined => {
        if (preserved !== undefined) return preserved[index]
        if (latestRow?.index !== index) latestRow = { index, row: read(index) }
        return latestRow.row
      }
      const snapshot: Snapshot = {
        article: (index) => tell(articleIn(rowOf(index)), rowOf(index)),
        parts: (index) => tell(viewBody(bytesIn(rowOf(index), 'body')), rowOf(index)),
        passages: (index) => bytesIn(rowOf(index), 'words'),
        preserve: () => void (preserved = keys.map((_, index) => read(index))),
      }
      open.add(new WeakRef(snapshot))
      return snapshot
    },

    /** To be called before each change. */
    preserveAll(): void {
      for (const snapshot of open) snapshot.deref()?.preserve()
      open.clear()
      pending.clear()
      latest = undefined
    },
  }
}

export type ArticleReader = ReturnType<typeof createArticleReader>
