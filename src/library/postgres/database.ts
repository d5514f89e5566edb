/** A pool of connections: each question is answered in time or fails. */
import postgres from 'postgres'
import { Unavailable } from '../library.ts'
import { wayTo } from './address.ts'
import { hostsOf } from './hosts.ts'
import { mostDatabaseConnections, probePatience } from './limits.ts'
import { createTurns } from './turns.ts'
import { types } from './types.ts'

export type DatabaseRow = Record<string, unknown>

/**
 * Asks one statement, all of whose values are bound. It is prepared, so that it is planned once for all values, unless `isPrepared` is
 * false: where the plan hangs on the values, or there are too many such texts for each connection to keep.
 */
export type AskDatabase = (
  text: string,
  values?: readonly unknown[],
  isPrepared?: boolean,
) => Promise<DatabaseRow[]>

/** `timeout` is how many milliseconds a question may take; the database itself ends a statement a little earlier. */
export type DatabaseOptions = { url: string; timeout: number }

type Sql = ReturnType<typeof postgres>

type PoolOptions = Pick<DatabaseOptions, 'timeout'> & { hosts: ReturnType<typeof hostsOf> }

/** Errors of PostgreSQL (its appendix A) and of the connection that say nothing of the question itself. */
const isPassing = (code: string): boolean =>
  /^(?:08...|25006|40001|40P01|53...|57014|57P..)$/.test(code) || isOfConnection(code)

/** A connection is lost, or a new one is refused: also by a password that was changed, or where the database was dropped. */
const isOfConnection = (code: string): boolean =>
  /^(?:CONNECT|E(?!RR_)[A-Z_]+$|08|28|3D000|57P0[123])/.test(code)

const isUnknownStatement = (code: string): boolean => code === '26000' || code === '42P05'

/** No such schema or table: nothing was published. */
const isEmpty = (code: string): boolean => code === '3F000' || code === '42P01'

const isOfTls = (code: string): boolean => /^ERR_(?:SSL|TLS)|^CERT_|SELF_SIGNED|UNABLE_TO_/.test(code)

/** The role lacks a right. */
const isForbidden = (code: string): boolean => code === '42501'

const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** PgBouncer says this of parameters that it does not pass on. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('unsupported startup parameter')

/** What an error says, and what would be right. */
export const reasonOf = (error: unknown): string => {
  const [code, message] = [codeIn(error), error instanceof Error ? error.message : String(error)]
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return 'it does not speak TLS, which sslmode in its address asks for'
  if (/SELF_SIGNED|UNABLE_TO_/.test(code))
    return `${message} (sslrootcert=FILE in its address names the certificates that are trusted)`
  if (isRefused(error))
    return `a pooler refuses what maqal sets (${message}): have it ignore statement_timeout and jit, or add statement_timeout=&jit= to its address`
  if (isForbidden(code))
    return `${message}: GRANT USAGE ON SCHEMA maqal and SELECT ON ALL TABLES IN SCHEMA maqal let its user read, CREATE on the database publish`
  return message
}

/** Says what is wrong with a database in a sentence, without what stands in its address. */
const explain = (error: unknown): unknown => {
  const code = codeIn(error)
  if (isEmpty(code))
    return new Unavailable('The database holds no articles: maqal publish brings them', { cause: error })
  if (isPassing(code) || isForbidden(code) || isOfTls(code))
    return new Unavailable(`The database cannot answer: ${reasonOf(error)}`, { cause: error })
  return error
}

/** Throws where an address says what cannot be; it connects to nothing. */
const assertUsable = (address: string): void => {
  const { url, ...way } = wayTo(address)
  void postgres(url, way)
}

const connect = async ({ hosts, timeout }: PoolOptions): Promise<Sql> => {
  const { url, ...way } = await hosts.way()
  return postgres(url, {
    ...way,
    max: mostDatabaseConnections,
    connect_timeout: Math.ceil(timeout / 1000),
    connection: {
      application_name: 'maqal',
      statement_timeout: Math.floor(timeout * 0.8),
      // It compiles a statement each time it is asked where it expects much work: a second for a list of ten rows.
      jit: 'off',
    },
    types,
    fetch_types: false,
    backoff: () => 0.1,
    onnotice: () => {},
  })
}

/**
 * `postgres` sends what is asked behind what a connection has not answered yet, where all are taken. A quick question would wait for a
 * slow one, and PgBouncer gives such a connection to another between two parts of a question: there are never more questions than
 * connections, less one for the probe.
 */
const openPool = (options: PoolOptions) => {
  let opened: Promise<Sql> | undefined
  /** Where no host can be chosen, the next question has one chosen anew. */
  const open = async (): Promise<Sql> => {
    try {
      return await (opened ??= connect(options))
    } catch (error) {
      opened = undefined
      throw error
    }
  }
  return {
    sql: open,
    inTurn: createTurns(mostDatabaseConnections - 1),
    /** `timeout` is how many seconds questions under way may take. */
    end: async (timeout: number): Promise<void> => {
      const sql = await opened?.catch(() => undefined)
      await sql?.end({ timeout })
    },
  }
}

type Pool = ReturnType<typeof openPool>

const snapshot = 'isolation level repeatable read read only'

export const openDatabase = ({ url, timeout }: DatabaseOptions) => {
  const hosts = hostsOf(url)
  assertUsable(url)
  const options = { timeout, hosts }
  const state = {
    pool: openPool(options),
    isClosed: false,
    /** Whether questions fail at once, until one that is asked all the same is answered. */
    isLost: false,
    /** Whether statements are prepared: not where a pooler gives them to a connection that does not know them. */
    isPrepared: true,
    /** Called where the connection fails. */
    onLost: (() => {}) as (error: unknown) => void,
  }

  /** Ends connections that are stuck: a frozen server, or a network that swallows packets, says nothing. */
  const replace = (pool: Pool, seconds = 0): void => {
    if (state.pool !== pool || state.isClosed) return
    state.pool = openPool(options)
    pool.end(seconds).catch(() => {})
  }

  /** Calls back where work that nobody waits for any more does not end either; returns what is called when it ends. */
  const watchLeft = (pool: Pool): (() => void) => {
    const timer = setTimeout(() => replace(pool), timeout)
    return () => clearTimeout(timer)
  }

  /**
   * Does work that ends in time, or fails where nobody waits for it any more. Where all are taken for long that is no fault of the
   * connections: they are ended only where work does not end that had its turn.
   */
  const inTime = async <Answer>(
    work: (pool: Pool, stop: AbortSignal) => Promise<Answer>,
    signal: AbortSignal | undefined,
    patience = timeout,
  ): Promise<Answer> => {
    signal?.throwIfAborted()
    if (state.isClosed) throw new Unavailable('The library is closed')
    const { pool } = state
    const stop = new AbortController()
    const ended = Promise.withResolvers<never>()
    const end = (reason: unknown): void => {
      stop.abort(reason)
      ended.reject(reason)
    }
    const timer = setTimeout(() => end(new Unavailable('The database did not answer in time')), patience)
    const give = (): void => end(signal?.reason)
    signal?.addEventListener('abort', give)
    const working = work(pool, stop.signal)
    try {
      return await Promise.race([working, ended.promise])
    } catch (error) {
      // Another of several hosts may be there.
      if (hosts.isChosen && isOfConnection(codeIn(error))) replace(pool, timeout / 1000)
      if (stop.signal.aborted) working.catch(() => {}).finally(watchLeft(pool))
      throw error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', give)
    }
  }

  const attempt = async <Answer>(
    work: (sql: Sql, stop: AbortSignal) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const inTurn = (pool: Pool, stop: AbortSignal): Promise<Answer> =>
      pool.inTurn(async () => work(await pool.sql(), stop), stop)
    if (state.isLost) throw new Unavailable('The database is lost')
    try {
      return await inTime(inTurn, signal)
    } catch (error) {
      // A connection that was idle may be gone, and others not: reading is tried once more.
      const code = codeIn(error)
      if (isUnknownStatement(code)) state.isPrepared = false
      else if (!isOfConnection(code) || state.isClosed) throw explain(error)
      try {
        return await inTime(inTurn, signal)
      } catch (again) {
        if (isOfConnection(codeIn(again))) state.onLost(again)
        throw explain(again)
      }
    }
  }

  /**
   * Where nobody waits any more the next statement is not asked. One that runs is not cancelled: that may reach PostgreSQL when the
   * connection has another's question, and of those that wait behind it `postgres` loses count.
   */
  const askIn =
    (sql: { unsafe: Sql['unsafe'] }, stop: AbortSignal): AskDatabase =>
    async (text, values = [], isPrepared = true) => {
      stop.throwIfAborted()
      return sql.unsafe(text, values as never[], { prepare: isPrepared && state.isPrepared })
    }

  return {
    /** Asks one statement, which sees one state. */
    ask: ((...asked) => attempt((sql, stop) => askIn(sql, stop)(...asked))) satisfies AskDatabase,
    /** Asks several statements that all see one state. */
    read: <Answer>(questions: (ask: AskDatabase) => Promise<Answer>, signal?: AbortSignal): Promise<Answer> =>
      attempt(
        async (sql, stop) => (await sql.begin(snapshot, (own) => questions(askIn(own, stop)))) as Answer,
        signal,
      ),
    /** The same for one that tells whether the database is there: it is asked where that is lost too, and ends sooner. */
    probe: async (text: string, values?: readonly unknown[]): Promise<DatabaseRow[]> => {
      const { pool: asked } = state
      try {
        return await inTime(
          async (pool, stop) => askIn(await pool.sql(), stop)(text, values),
          undefined,
          Math.min(timeout, probePatience),
        )
      } catch (error) {
        // A connection of its own that says nothing is stuck.
        if (error instanceof Unavailable) replace(asked)
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
      await state.pool.end(1)
    },
  }
}

export type Database = ReturnType<typeof openDatabase>

/** Calls back for each notice of a channel, as long as it is connected; never where the database has none, as a standby. */
export const listenTo = (address: string, channel: string, onNotice: () => void): { end: () => void } => {
  const state = { isEnded: false, ear: undefined as Sql | undefined }
  const listen = async (): Promise<void> => {
    const { url, ...way } = await hostsOf(address).way()
    if (state.isEnded) return
    const connection = { application_name: 'maqal' }
    state.ear = postgres(url, { ...way, max: 1, fetch_types: false, connection })
    await state.ear.listen(channel, onNotice)
  }
  listen().catch(() => {})
  return {
    end(): void {
      state.isEnded = true
      state.ear?.end({ timeout: 0 }).catch(() => {})
    },
  }
}

/** Lets the statements of a transaction take long, and runs them as they are; a pooler passes this on. */
export const unbounded = `SELECT set_config('jit', 'off', true), set_config(name, '0', true)
  FROM unnest(ARRAY['statement_timeout', 'idle_in_transaction_session_timeout']) AS bound(name)`

/**
 * One connection of a writer, to the host that takes changes. Its statements are not prepared: where a pooler lost a prepared COMMIT, `postgres` would ask for it once
 * more, which rolls back what had failed by then and does not say so.
 */
export const openWriter = async (address: string): Promise<Sql> => {
  const { url, ...way } = await hostsOf(address, 'read-write').way()
  return postgres(url, {
    ...way,
    max: 1,
    prepare: false,
    connection: { application_name: 'maqal publish' },
    types,
    fetch_types: false,
    max_lifetime: null,
    onnotice: () => {},
  })
}

export type Writer = Sql
