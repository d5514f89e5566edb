import type { TransactionSql } from 'postgres'
import { type Changes, type Engine, type Library, type Touched, Unavailable } from '../library.ts'
import { digestOfStored } from '../sqlite/fingerprint.ts'
import { openDatabase, openWriter, unbounded, type Writer } from './database.ts'
import { createFinding } from './find.ts'
import { createListing } from './lists.ts'
import { migrate } from './migrate.ts'
import type { Scope } from './rows.ts'
import { createStaging } from './staging.ts'
import { quoteName } from './tables.ts'

export type ReadingOptions = {
  url: string
  /** The schema of its tables. */
  schema?: string
  /** Milliseconds that a question may take. */
  timeout?: number
  now?: () => number
}

/** Asks the articles of a database, which another process may change. */
export const openReading = ({
  url,
  schema: name = 'maqal',
  timeout = 5000,
  now = Date.now,
}: ReadingOptions) => {
  const database = openDatabase({ url, timeout })
  const listeners = new Set<(touched: Touched) => void>()
  const onChange: Library['onChange'] = (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const changed = (touched: Touched): void => {
    for (const listener of listeners) listener(touched)
  }
  let last = -Infinity
  /** The clock. Where it is set back, what was due may not be so any more. */
  const clock = (): number => {
    const moment = now()
    const isSetBack = moment < last
    last = moment
    if (isSetBack) changed('all')
    return moment
  }
  const libraryOf = (isPreview: boolean): Library => {
    const scope: Scope = { schema: quoteName(name), isPreview, now: clock }
    const { forget: forgetTotals, ...listing } = createListing(database, scope)
    const { forget: forgetWords, search } = createFinding(database, scope)
    onChange((touched) => {
      if (touched !== 'all') return
      forgetTotals()
      forgetWords()
    })
    return { ...listing, search, onChange }
  }
  return {
    database,
    library: libraryOf(false),
    preview: libraryOf(true),
    /** Tells that articles are others now. */
    changed,
    close: () => database.close(),
  }
}

/** Changes the articles of a database, one change after another. */
const createWriting = ({ url, schema: name = 'maqal', now = Date.now }: ReadingOptions) => {
  const staging = createStaging({ schema: quoteName(name), now, code: digestOfStored() })
  let opened: Promise<Writer> | undefined
  let last: Promise<unknown> = Promise.resolve()

  const open = async (): Promise<Writer> => {
    const sql = await openWriter(url)
    await migrate(sql, name)
    return sql
  }

  /** One transaction, that no other writer has one beside. */
  const alone = <Answer>(work: (tx: TransactionSql) => Promise<Answer>): Promise<Answer> => {
    const mine = last.then(async () => {
      const sql = await (opened ??= open())
      return (await sql.begin(async (tx) => {
        await tx.unsafe(unbounded)
        await tx.unsafe(`SELECT pg_advisory_xact_lock(hashtext('maqal'), hashtext($1))`, [name])
        return work(tx)
      })) as Answer
    })
    last = mine.catch(() => {})
    return mine
  }

  return {
    files: () => alone((tx) => staging.files(tx)),
    synonyms: () => alone((tx) => staging.synonyms(tx)),
    async apply({ synonyms, ...changes }: Changes): Promise<string[]> {
      try {
        return await alone(async (tx) => {
          await staging.drop(tx)
          await staging.stage(tx, staging.prepare(changes))
          const touched = await staging.switchTo(tx, synonyms)
          while (await staging.clean(tx));
          await staging.count(tx, touched.length)
          return touched
        })
      } catch (error) {
        staging.forgetWords()
        throw error
      }
    },
    async close(): Promise<void> {
      const sql = await opened?.catch(() => undefined)
      await sql?.end({ timeout: 1 })
    },
  }
}

/** A library in PostgreSQL, whose tables are made where they are not there. */
export const openPostgresLibrary = (options: ReadingOptions): Engine => {
  const reading = openReading(options)
  const { database, library, preview } = reading
  const writing = createWriting(options)
  let isClosed = false
  const assertOpen = (): void => {
    if (isClosed) throw new Unavailable('The library is closed')
  }
  return {
    ...library,
    preview,
    async files() {
      assertOpen()
      return writing.files()
    },
    async synonyms() {
      assertOpen()
      return writing.synonyms()
    },
    async apply(changes) {
      assertOpen()
      const touched = await writing.apply(changes)
      if (changes.synonyms !== undefined) reading.changed('all')
      else if (touched.length > 0) reading.changed(touched)
      return touched
    },
    async close() {
      isClosed = true
      await Promise.all([database.close(), writing.close()])
    },
  }
}
