/** Keeps a process in step with a database that others change. */
import { setTimeout as wait } from 'node:timers/promises'
import { type Library, type Touched, Unavailable } from '../library.ts'
import { listenTo } from './database.ts'
import { askedAgainAfter, lookInterval, mostAskedAgain } from './limits.ts'
import { createReadPart } from './bytes.ts'
import { openReading, type ReadingOptions } from './postgres.ts'
import { numberIn } from '../columns.ts'
import { migrations, quoteName } from './tables.ts'

/** What is told of a database: that it was lost and why, or that it is there. */
export type DatabaseNews = { isLost: boolean; why: string }

/** The ids that these changes touched; 'all' where some are not known. */
const touchedIn = (rows: readonly { ids?: unknown }[], changes: number): Touched => {
  if (rows.length < changes || rows.some(({ ids }) => ids === null)) return 'all'
  return [...new Set(rows.flatMap(({ ids }) => ids as string[]))]
}

/**
 * Opens a library that follows the revision of a database: told by it, and by a look twice a second, since a standby and many a
 * pooler tell nothing. While it is lost questions reject at once; when it is back, all that was answered is told as changed.
 */
export const followDatabase = (options: ReadingOptions) => {
  const { url, schema: name = 'maqal' } = options
  const schema = quoteName(name)
  const { database, library, preview, changed, close } = openReading(options)
  const state = {
    /** The revision that was seen last; none before the first look. */
    revision: undefined as number | undefined,
    isLost: false,
    isClosed: false,
    looking: undefined as Promise<void> | undefined,
    timer: undefined as NodeJS.Timeout | undefined,
    ear: undefined as { end: () => void } | undefined,
    onNews: (() => {}) as (news: DatabaseNews) => void,
  }

  const listen = (): void => {
    state.ear?.end()
    state.ear = listenTo(url, schema, () => void look())
  }

  const lose = (error: unknown): void => {
    if (state.isLost || state.isClosed) return
    state.isLost = true
    database.setLost(true)
    state.onNews({ isLost: true, why: error instanceof Error ? error.message : String(error) })
    setImmediate(() => void look())
  }

  const find = (): void => {
    if (state.ear === undefined || state.isLost) listen()
    if (!state.isLost) return
    state.isLost = false
    database.setLost(false)
    // Changes may have been made, and told, meanwhile; the database may be another.
    changed('all')
    state.onNews({ isLost: false, why: '' })
  }

  /** What changed since a revision is told before it is answered from, unless an answer is under way already. */
  const catchUp = async (revision: number): Promise<void> => {
    const before = state.revision
    if (before === revision) return
    if (before === undefined || revision < before || state.isLost) {
      state.revision = revision
      if (before !== undefined) changed('all')
      return
    }
    const rows = await database.probe(
      `SELECT ids FROM ${schema}.change WHERE revision > $1 AND revision <= $2`,
      [before, revision],
    )
    state.revision = revision
    changed(touchedIn(rows, revision - before))
  }

  const lookNow = async (): Promise<void> => {
    try {
      const [row] = await database.probe(
        `SELECT revision, (SELECT max(version) FROM ${schema}.about) AS version FROM ${schema}.state`,
      )
      if (numberIn(row, 'version') < migrations(schema).length)
        throw new Unavailable(
          'The tables are of an older version of maqal: maqal publish brings them up to date',
        )
      await catchUp(numberIn(row, 'revision'))
      find()
    } catch (error) {
      lose(error)
    }
  }

  /** One look at a time; one that is asked for meanwhile is the next. */
  const look = async (): Promise<void> => {
    if (state.isClosed) return
    clearTimeout(state.timer)
    state.looking ??= lookNow().finally(() => {
      state.looking = undefined
      if (!state.isClosed) state.timer = setTimeout(() => void look(), lookInterval)
    })
    await state.looking
  }

  database.onLost(lose)

  /** Answers of the state that was seen last, or of a newer one, whose changes are told first. */
  const current = async <Answer extends { revision: number }>(
    ask: () => Promise<Answer>,
  ): Promise<Answer> => {
    for (let asked = 0; asked < mostAskedAgain; asked += 1) {
      const answer = await ask()
      if (state.revision === undefined || answer.revision === state.revision) return answer
      if (answer.revision > state.revision) {
        await look()
        if (answer.revision >= state.revision) return answer
      }
      // It is of an older state: of a standby that is behind.
      await wait(askedAgainAfter)
    }
    throw new Unavailable('The database answers from an older state than before')
  }

  const following = (own: Library): Library => ({
    article: (id) => current(() => own.article(id)),
    articles: (asked) => current(() => own.articles(asked)),
    fullArticles: (asked) => current(() => own.fullArticles(asked)),
    search: (asked) => current(() => own.search(asked)),
    values: (facet, paging) => current(() => own.values(facet, paging)),
    around: (id) => current(() => own.around(id)),
    idsNear: (id) => current(() => own.idsNear(id)),
    moved: (from) => current(() => own.moved(from)),
    filesWith: (hash) => current(() => own.filesWith(hash)),
    onChange: own.onChange,
  })

  return {
    library: following(library),
    preview: following(preview),
    readPart: createReadPart(database, schema),
    /** Resolves after the first look, whatever it found. */
    start(onNews: (news: DatabaseNews) => void): Promise<void> {
      state.onNews = onNews
      return look()
    },
    lookNow: (): void => void look(),
    async close(): Promise<void> {
      state.isClosed = true
      clearTimeout(state.timer)
      state.ear?.end()
      await close()
    },
  }
}
