import type { DatabaseSync } from 'node:sqlite'
import { type At, type Engine, type Touched, Unavailable } from '../library.ts'
import { createLists } from './list.ts'
import { type HeldIndex, holdIndex, openIndex } from './database.ts'
import { type IndexPlace, UnusableIndex } from './index-file.ts'
import { createArticleReader } from './reader.ts'
import { ofDisk, resultOf } from './result.ts'
import { createSearch } from './search.ts'
import { createStore } from './store.ts'

const isOfDisk = (error: Error): boolean => ofDisk.has(resultOf(error))

/** The error of a write: that of the file, where its disk failed. */
const explainWrite = (error: unknown, { file }: IndexPlace): unknown =>
  error instanceof Error && isOfDisk(error)
    ? new UnusableIndex(`${file} cannot be written: ${error.message}`)
    : error

/** The error of a question: node:sqlite throws ERR_INVALID_STATE where the database is closed. */
const explainRead = (error: unknown): unknown =>
  error instanceof Error && (isOfDisk(error) || ('code' in error && error.code === 'ERR_INVALID_STATE'))
    ? new Unavailable(`The index cannot be read: ${error.message}`, { cause: error })
    : error

type Options = { index?: IndexPlace; onRebuild?: (why: string) => void }

/** Opens an index, which is released where that fails. */
const openHeld = (held: HeldIndex, onRebuild: (why: string) => void): DatabaseSync => {
  try {
    return openIndex(held, onRebuild)
  } catch (error) {
    held.release()
    throw error
  }
}

/**
 * A library in SQLite inside the process, in a file: one that keeps it between starts, or a temporary one. Throws
 * UnusableIndex where the file is not one for an index, is in use by another process or cannot be made.
 */
export const openSqliteLibrary = ({ index, onRebuild = () => {} }: Options = {}): Engine => {
  const held = holdIndex(index)
  const database = openHeld(held, onRebuild)
  const state = { revision: 0, listeners: new Set<(touched: Touched) => void>() }
  const reader = createArticleReader(database)
  const lists = createLists(database, reader)
  const store = createStore(database)
  const { search, stop } = createSearch(database, reader, state)

  /** Reads at once, and so at one revision. */
  const answer = async <Answer>(read: () => Answer): Promise<At<Answer>> => {
    try {
      return { ...read(), revision: state.revision }
    } catch (error) {
      throw explainRead(error)
    }
  }

  /** Called before a change: snapshots are read, and searches under way begin anew. */
  const preserve = (): void => {
    stop()
    reader.preserveAll()
  }

  return {
    article: (id) => answer(() => ({ article: reader.article(id) })),
    articles: (asked) => answer(() => lists.articles(asked)),
    fullArticles: (asked) => answer(() => lists.fullArticles(asked)),
    values: (facet, paging) => answer(() => lists.values(facet, paging)),
    around: (id) => answer(() => lists.around(id)),
    filesWith: (hash) => answer(() => lists.filesWith(hash)),
    idsNear: (id) => answer(() => lists.idsNear(id)),
    search: (asked) =>
      search(asked).catch((error: unknown) => {
        throw explainRead(error)
      }),
    onChange(listener) {
      state.listeners.add(listener)
      return () => void state.listeners.delete(listener)
    },
    files: async () => store.files(),
    async apply(changes) {
      preserve()
      let touched: string[]
      try {
        touched = store.apply(changes)
      } catch (error) {
        throw explainWrite(error, held.index)
      }
      if (touched.length === 0) return touched
      state.revision += 1
      for (const listener of state.listeners) listener(touched)
      return touched
    },
    async close() {
      preserve()
      database.close()
      held.release()
    },
  }
}
