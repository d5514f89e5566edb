import type { DatabaseSync } from 'node:sqlite'
import { type At, type Library, type Touched, Unavailable } from '../library.ts'
import { createLists } from './list.ts'
import { createNextDue } from './due.ts'
import { createArticleReader } from './reader.ts'
import { createRankedRows, type RankedRows } from './ranked-rows.ts'
import { isOfDisk } from './result.ts'
import { createSearch } from './search.ts'
import { allTables, dueTables, publicTables, type Tables } from './tables.ts'

/** The error of a question: node:sqlite throws ERR_INVALID_STATE where the database is closed. */
const explainRead = (error: unknown): unknown =>
  isOfDisk(error) || (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE')
    ? new Unavailable(`The index cannot be read: ${(error as Error).message}`, { cause: error })
    : error

/** Asks the tables that hold the articles of a library. `next` says when the next of them is published or expires. */
const createQuestions = (
  database: DatabaseSync,
  tables: Tables,
  { state, rows, next }: { state: { revision: number; due: number }; rows: RankedRows; next: () => number },
) => {
  const reader = createArticleReader(database, tables)
  const lists = createLists(database, reader, tables)
  const { search, stop } = createSearch(database, reader, { state, tables, rows })

  /** Reads at once, and so at one revision. */
  const answer = async <Answer>(read: () => Answer): Promise<At<Answer>> => ({
    due: next(),
    ...read(),
    revision: state.revision,
  })

  const questions: Omit<Library, 'onChange'> = {
    async article(id) {
      const dueThen = next()
      const { revision } = state
      const found = reader.article(id)
      if (found === null) return { article: null, due: dueThen, revision }
      const dueOfAll = state.due
      const { article, due, hasKin } = found instanceof Promise ? await found : found
      return { article, due: hasKin ? Math.min(due, dueOfAll) : due, revision }
    },
    articles: (asked) => answer(() => lists.articles(asked)),
    fullArticles: (asked) => answer(() => lists.fullArticles(asked)),
    values: (facet, paging) => answer(() => lists.values(facet, paging)),
    around: (id) => answer(() => lists.around(id)),
    moved: (name) => answer(() => lists.moved(name)),
    filesWith: (hash) => answer(() => lists.filesWith(hash)),
    idsNear: (id) => answer(() => lists.idsNear(id)),
    async search(asked) {
      const before = next()
      const found = await search(asked)
      return { ...found, due: Math.min(before, next()) }
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
  const rows = createRankedRows(database)
  const made = new Map<Tables, ReturnType<typeof createQuestions>>()
  const of = (tables: Tables) => {
    const questions = made.get(tables) ?? createQuestions(database, tables, { state, rows, next })
    made.set(tables, questions)
    return questions
  }
  database.function('moment', now)
  of(publicTables)

  /** What is due and not written yet is told by the clock. */
  const publicNow = () => of(next() <= now() ? dueTables : publicTables).questions

  const onChange: Library['onChange'] = (listener) => {
    state.listeners.add(listener)
    return () => void state.listeners.delete(listener)
  }

  type Questions = Omit<Library, 'onChange'>

  const libraryOf = (questions: () => Questions): Library => {
    const ask = async <Answer>(question: (asked: Questions) => Promise<Answer>): Promise<Answer> => {
      try {
        return await question(questions())
      } catch (error) {
        throw explainRead(error)
      }
    }
    return {
      article: (id) => ask((asked) => asked.article(id)),
      articles: (list) => ask((asked) => asked.articles(list)),
      fullArticles: (list) => ask((asked) => asked.fullArticles(list)),
      search: (wanted) => ask((asked) => asked.search(wanted)),
      values: (facet, paging) => ask((asked) => asked.values(facet, paging)),
      around: (id) => ask((asked) => asked.around(id)),
      idsNear: (id) => ask((asked) => asked.idsNear(id)),
      moved: (name) => ask((asked) => asked.moved(name)),
      filesWith: (hash) => ask((asked) => asked.filesWith(hash)),
      onChange,
    }
  }

  const stop = (): void => {
    rows.stop()
    for (const questions of made.values()) questions.stop()
  }

  return {
    library: libraryOf(publicNow),
    /** The same of all articles. */
    preview: libraryOf(() => of(allTables).questions),
    /** Ends what is being read from the connection; searches begin anew. */
    interrupt: stop,
    /** To be called before a change: snapshots are read, and searches under way begin anew. */
    preserve(): void {
      stop()
      for (const questions of made.values()) questions.preserveAll()
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
