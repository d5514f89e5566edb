import type { DatabaseSync } from 'node:sqlite'
import { type At, type Library, type Touched, Unavailable } from '../library.ts'
import { createLists } from './list.ts'
import { createArticleReader } from './reader.ts'
import { isOfDisk } from './result.ts'
import { createSearch } from './search.ts'

/** The error of a question: node:sqlite throws ERR_INVALID_STATE where the database is closed. */
const explainRead = (error: unknown): unknown =>
  isOfDisk(error) || (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE')
    ? new Unavailable(`The index cannot be read: ${(error as Error).message}`, { cause: error })
    : error

/** Answers questions from a connection, whose owner says when what it reads changes. */
export const createReading = (database: DatabaseSync) => {
  const state = { revision: 0, listeners: new Set<(touched: Touched) => void>() }
  const reader = createArticleReader(database)
  const lists = createLists(database, reader)
  const { search, stop } = createSearch(database, reader, state)

  /** Reads at once, and so at one revision. */
  const answer = async <Answer>(read: () => Answer): Promise<At<Answer>> => {
    try {
      return { ...read(), revision: state.revision }
    } catch (error) {
      throw explainRead(error)
    }
  }

  const library: Library = {
    article: (id) => answer(() => ({ article: reader.article(id) })),
    articles: (asked) => answer(() => lists.articles(asked)),
    fullArticles: (asked) => answer(() => lists.fullArticles(asked)),
    values: (facet, paging) => answer(() => lists.values(facet, paging)),
    around: (id) => answer(() => lists.around(id)),
    moved: (name) => answer(() => lists.moved(name)),
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
  }

  return {
    library,
    /** Ends what is being read from the connection; searches begin anew. */
    interrupt: stop,
    /** To be called before a change: snapshots are read, and searches under way begin anew. */
    preserve(): void {
      stop()
      reader.preserveAll()
    },
    /** To be called after a change, before anything is answered. */
    changed(touched: Touched): void {
      state.revision += 1
      for (const listener of state.listeners) listener(touched)
    },
  }
}
