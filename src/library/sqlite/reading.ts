import type { DatabaseSync } from 'node:sqlite'
import { type At, type Library, type Touched, Unavailable } from '../library.ts'
import { createLists } from './list.ts'
import { createNextDue } from './due.ts'
import { createArticleReader } from './reader.ts'
import { isOfDisk } from './result.ts'
import { createSearch } from './search.ts'
import { allTables, publicTables, type Tables } from './tables.ts'

/** The error of a question: node:sqlite throws ERR_INVALID_STATE where the database is closed. */
const explainRead = (error: unknown): unknown =>
  isOfDisk(error) || (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE')
    ? new Unavailable(`The index cannot be read: ${(error as Error).message}`, { cause: error })
    : error

/** Asks the tables that hold the articles of a library. `next` says when the next of them is published or expires. */
const createQuestions = (
  database: DatabaseSync,
  tables: Tables,
  { state, next }: { state: { revision: number; due: number }; next: () => number },
) => {
  const reader = createArticleReader(database, tables)
  const lists = createLists(database, reader, tables)
  const { search, stop } = createSearch(database, reader, { state, tables })

  /** Reads at once, and so at one revision. */
  const answer = async <Answer>(read: () => Answer): Promise<At<Answer>> => {
    try {
      return { due: next(), ...read(), revision: state.revision }
    } catch (error) {
      throw explainRead(error)
    }
  }

  const questions: Omit<Library, 'onChange'> = {
    article: (id) =>
      answer(() => {
        const found = reader.article(id)
        if (found === null) return { article: null }
        const { article, due, hasKin } = found
        return { article, due: hasKin ? Math.min(due, state.due) : due }
      }),
    articles: (asked) => answer(() => lists.articles(asked)),
    fullArticles: (asked) => answer(() => lists.fullArticles(asked)),
    values: (facet, paging) => answer(() => lists.values(facet, paging)),
    around: (id) => answer(() => lists.around(id)),
    moved: (name) => answer(() => lists.moved(name)),
    filesWith: (hash) => answer(() => lists.filesWith(hash)),
    idsNear: (id) => answer(() => lists.idsNear(id)),
    async search(asked) {
      try {
        const before = next()
        const found = await search(asked)
        return { ...found, due: Math.min(before, next()) }
      } catch (error) {
        throw explainRead(error)
      }
    },
  }
  return { questions, stop, preserveAll: () => reader.preserveAll() }
}

/**
 * Answers questions from a connection, whose owner says when what it reads changes. `catchUp` is called before each question, and
 * may change it.
 */
export const createReading = (
  database: DatabaseSync,
  { now = Date.now, catchUp = () => {} }: { now?: () => number; catchUp?: (due: number) => void } = {},
) => {
  const nextDue = createNextDue(database)
  const state = { revision: 0, due: nextDue(now()), listeners: new Set<(touched: Touched) => void>() }
  const next = (): number => {
    catchUp(state.due)
    return state.due
  }
  const shown = createQuestions(database, publicTables, { state, next })
  const all = createQuestions(database, allTables, { state, next })

  const onChange: Library['onChange'] = (listener) => {
    state.listeners.add(listener)
    return () => void state.listeners.delete(listener)
  }

  const stop = (): void => {
    shown.stop()
    all.stop()
  }

  return {
    library: { ...shown.questions, onChange } satisfies Library,
    /** The same of all articles. */
    preview: { ...all.questions, onChange } satisfies Library,
    /** Ends what is being read from the connection; searches begin anew. */
    interrupt: stop,
    /** To be called before a change: snapshots are read, and searches under way begin anew. */
    preserve(): void {
      stop()
      shown.preserveAll()
      all.preserveAll()
    },
    /** Asks again when the next article is due. */
    refresh: (): void => void (state.due = nextDue(now())),
    /** To be called after a change, before anything is answered. */
    changed(touched: Touched): void {
      state.revision += 1
      state.due = nextDue(now())
      for (const listener of state.listeners) listener(touched)
    },
  }
}
