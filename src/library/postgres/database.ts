/** A pool of connections: each question is answered in time or fails. */
import postgres from 'postgres'
import { Unavailable } from '../library.ts'
import { mostDatabaseConnections, probePatience } from './limits.ts'

export type DatabaseRow = Record<string, unknown>

/** Asks one statement, all of whose values are bound. */
export type AskDatabase = (text: string, values?: readonly unknown[]) => Promise<DatabaseRow[]>

/** `timeout` is how many milliseconds a question may take; the database itself ends a statement a little earlier. */
export type DatabaseOptions = { url: string; timeout: number }

type Pool = ReturnType<typeof postgres>

/** Errors of PostgreSQL (its appendix A) and of the connection that say nothing of the question itself. */
const isPassing = (code: string): boolean =>
  /^(?:08...|25006|40001|40P01|53...|57014|57P..)$/.test(code) || isOfConnection(code)

const isOfConnection = (code: string): boolean =>
  /^(?:CONNECT|E[A-Z]+$|57P0[123])/.test(code) || code.startsWith('08')

/** No such schema or table: nothing was published. */
const isEmpty = (code: string): boolean => code === '3F000' || code === '42P01'

const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Says what is wrong with a database in a sentence, without what stands in its address. */
const explain = (error: unknown): unknown => {
  const code = codeIn(error)
  if (isEmpty(code))
    return new Unavailable('The database holds no articles: maqal publish brings them', { cause: error })
  if (isPassing(code))
    return new Unavailable(`The database cannot answer: ${(error as Error).message}`, { cause: error })
  return error
}

const connect = ({ url, timeout }: DatabaseOptions): Pool =>
  postgres(url, {
    max: mostDatabaseConnections,
    connect_timeout: Math.ceil(timeout / 1000),
    connection: { application_name: 'maqal', statement_timeout: Math.floor(timeout * 0.8) },
    // bigint as number: revisions and counts are far below 2^53.
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    backoff: () => 0.1,
    onnotice: () => {},
  })

const snapshot = 'isolation level repeatable read read only'

export const openDatabase = (options: DatabaseOptions) => {
  const { timeout } = options
  const state = {
    pool: connect(options),
    isClosed: false,
    /** Whether questions fail at once, until one that is asked all the same is answered. */
    isLost: false,
    /** Called where the connection fails. */
    onLost: (() => {}) as (error: unknown) => void,
  }

  /** Ends connections that are stuck: a frozen server, or a network that swallows packets, says nothing. */
  const replace = (pool: Pool): void => {
    if (state.pool !== pool || state.isClosed) return
    state.pool = connect(options)
    pool.end({ timeout: 0 }).catch(() => {})
  }

  /** Does work that ends in time, or fails where nobody waits for it any more. */
  const inTime = async <Answer>(
    work: (pool: Pool) => Promise<Answer>,
    signal: AbortSignal | undefined,
    patience = timeout,
  ): Promise<Answer> => {
    signal?.throwIfAborted()
    if (state.isClosed) throw new Unavailable('The library is closed')
    const { pool } = state
    const ended = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const late = new Unavailable('The database did not answer in time')
      replace(pool)
      state.onLost(late)
      ended.reject(late)
    }, patience)
    const give = (): void => ended.reject(signal?.reason)
    signal?.addEventListener('abort', give)
    try {
      return await Promise.race([work(pool), ended.promise])
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', give)
    }
  }

  const attempt = async <Answer>(
    work: (pool: Pool) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    if (state.isLost) throw new Unavailable('The database is lost')
    try {
      return await inTime(work, signal)
    } catch (error) {
      // A connection that was idle may be gone, and others not: reading is tried once more.
      const code = codeIn(error)
      if (!isOfConnection(code) || state.isClosed) throw explain(error)
      try {
        return await inTime(work, signal)
      } catch (again) {
        if (isOfConnection(codeIn(again))) state.onLost(again)
        throw explain(again)
      }
    }
  }

  const askIn =
    (pool: { unsafe: Pool['unsafe'] }, signal?: AbortSignal): AskDatabase =>
    (text, values = []) => {
      signal?.throwIfAborted()
      const query = pool.unsafe(text, values as never[], { prepare: true })
      const stop = (): void => query.cancel()
      signal?.addEventListener('abort', stop)
      return query.finally(() => signal?.removeEventListener('abort', stop))
    }

  return {
    /** Asks one statement, which sees one state. */
    ask: ((text, values) => attempt((pool) => askIn(pool)(text, values))) satisfies AskDatabase,
    /** Asks several statements that all see one state. */
    read: <Answer>(questions: (ask: AskDatabase) => Promise<Answer>, signal?: AbortSignal): Promise<Answer> =>
      attempt(
        async (pool) => (await pool.begin(snapshot, (own) => questions(askIn(own, signal)))) as Answer,
        signal,
      ),
    /** The same for one that tells whether the database is there: it is asked where that is lost too, and ends sooner. */
    probe: async (text: string, values?: readonly unknown[]): Promise<DatabaseRow[]> => {
      try {
        return await inTime((pool) => askIn(pool)(text, values), undefined, Math.min(timeout, probePatience))
      } catch (error) {
        throw explain(error)
      }
    },
    /** Whether questions fail at once. */
    setLost(isLost: boolean): void {
      state.isLost = isLost
    },
    onLost(listener: (error: unknown) => void): void {
      state.onLost = listener
    },
    async close(): Promise<void> {
      state.isClosed = true
      await state.pool.end({ timeout: 1 })
    },
  }
}

export type Database = ReturnType<typeof openDatabase>

/** Calls back for each notice of a channel, as long as it is connected; never where the database has none, as a standby. */
export const listenTo = (url: string, channel: string, onNotice: () => void): { end: () => void } => {
  const ear = postgres(url, { max: 1, fetch_types: false, connection: { application_name: 'maqal' } })
  ear.listen(channel, onNotice).catch(() => {})
  return { end: () => void ear.end({ timeout: 0 }).catch(() => {}) }
}

/** One connection of a writer, whose statements may take long. */
export const openWriter = (url: string): Pool =>
  postgres(url, {
    max: 1,
    connection: { application_name: 'maqal publish', statement_timeout: 0 },
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    max_lifetime: null,
    onnotice: () => {},
  })

export type Writer = Pool
