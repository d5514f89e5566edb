/** Brings articles into a database in batches, which one short change then shows. */
import type { TransactionSql } from 'postgres'
import { digestOfStored } from '../sqlite/fingerprint.ts'
import type { Changes, FileRecord, FileUse, ReadFilePart } from '../library.ts'
import { bytesOfRow, indexMemory } from './limits.ts'
import { openWriter, unbounded } from './database.ts'
import { migrate } from './migrate.ts'
import { numberIn } from '../columns.ts'
import { createStaging, type PreparedBatch } from './staging.ts'
import { indexOfTerms, quoteName } from './tables.ts'

/** Thrown where another process publishes to the same database now. */
export class PublishingElsewhere extends Error {}

/** `isTrial` makes no tables and takes no lock: files can be asked for alone. */
type PublishingOptions = { url: string; schema?: string; now?: () => number; isTrial?: boolean }

/**
 * Takes the lock of publishing, in a transaction that stays open: behind a pooler of transactions nothing else is held from one to
 * the next. Resolves with the process of PostgreSQL that holds it.
 */
const holdLock = async (url: string, name: string) => {
  const sql = await openWriter(url)
  const [held, released] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()]
  const holding = sql.begin(async (tx) => {
    await tx.unsafe(unbounded)
    const [row] = await tx.unsafe(
      `SELECT pg_backend_pid() AS pid, pg_try_advisory_xact_lock(hashtext('maqal publish'), hashtext($1)) AS is_held`,
      [name],
    )
    if (row?.['is_held'] !== true)
      throw new PublishingElsewhere('Another process publishes to this database now')
    held.resolve(numberIn(row, 'pid'))
    await released.promise
  })
  holding.catch(held.reject)
  const release = async (): Promise<void> => {
    released.resolve()
    await sql.end({ timeout: 1 })
  }
  try {
    return { pid: await held.promise, release }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Holds the lock of publishing until it is closed. What an earlier one has written and never shown is gone on with: it is among
 * `files`.
 */
export const openPublishing = async ({
  url,
  schema: name = 'maqal',
  now = Date.now,
  isTrial = false,
}: PublishingOptions) => {
  const schema = quoteName(name)
  const sql = await openWriter(url)
  const staging = createStaging({ schema, now, code: digestOfStored() })

  const isThere = async (): Promise<boolean> => {
    const [row] = await sql.unsafe(`SELECT to_regclass($1) IS NOT NULL AS is_there`, [`${schema}.state`])
    return row?.['is_there'] === true
  }

  const begin = async () => {
    if (isTrial) return { isEmpty: !(await isThere()), lock: undefined }
    await migrate(sql, name)
    return { isEmpty: false, lock: await holdLock(url, name) }
  }

  const { isEmpty, lock } = await begin().catch(async (error: unknown) => {
    await sql.end({ timeout: 1 })
    throw error
  })

  /** One transaction, which no other writer has one beside; where the lock was lost, another may have been here meanwhile. */
  const alone = async <Answer>(work: (tx: TransactionSql) => Promise<Answer>): Promise<Answer> =>
    (await sql.begin(async (tx) => {
      if (lock === undefined) return work(tx)
      await tx.unsafe(unbounded)
      await tx.unsafe(`SELECT pg_advisory_xact_lock(hashtext('maqal'), hashtext($1))`, [name])
      const [row] = await tx.unsafe(
        `SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = $1
           AND classid = hashtext('maqal publish')::oid AND objid = hashtext($2)::oid AND granted) AS is_held`,
        [lock.pid, name],
      )
      if (row?.['is_held'] !== true)
        throw new Error('The connection to the database was lost: publish again, it goes on from here')
      return work(tx)
    })) as Answer

  const index = indexOfTerms(schema)
  let first: Promise<boolean> | undefined
  /** Whether nothing was shown yet, so that nobody searches: then the index is made at the end. */
  const isFirst = (): Promise<boolean> =>
    (first ??= alone(async (tx) => {
      if ((await staging.revisionIn(tx)) > 0) return false
      await tx.unsafe(index.drop)
      return true
    }))

  /** The batch that is being written, while the next is read. */
  let writing: Promise<unknown> = Promise.resolve()

  const write = async (
    batch: PreparedBatch,
    uses: Iterable<FileUse>,
    readPart: ReadFilePart,
  ): Promise<void> => {
    await isFirst()
    for (const use of uses) await storeFile(use, readPart)
    await alone(async (tx) => {
      // What was written when the database stopped may be lost: it is written again. What is shown is not.
      await tx.unsafe('SET LOCAL synchronous_commit = off')
      await staging.stage(tx, batch)
    })
  }

  const storeFile = (use: FileUse, readPart: ReadFilePart): Promise<boolean> =>
    alone(async (tx) => {
      const [known] = await tx.unsafe(`SELECT 1 FROM ${schema}.bytes WHERE hash = $1 LIMIT 1`, [use.hash])
      if (known !== undefined) return true
      for (let start = 0; start < use.bytes; start += bytesOfRow) {
        const length = Math.min(bytesOfRow, use.bytes - start)
        const bytes = await readPart(use, { start, length })
        if (bytes === undefined) throw new Error(`${use.path} changed while it was read: publish again`)
        await tx.unsafe(`INSERT INTO ${schema}.bytes VALUES ($1, $2, $3)`, [
          use.hash,
          start / bytesOfRow,
          bytes,
        ])
      }
      return false
    })

  return {
    files: async (): Promise<FileRecord[]> => (isEmpty ? [] : alone((tx) => staging.files(tx))),
    synonyms: async () => (isEmpty ? [] : alone((tx) => staging.synonyms(tx))),
    /**
     * Writes a batch, of which nothing is answered yet, with the files that its articles use. Resolves when the batch before is
     * written; where that fails, this one rejects, or `show` does.
     */
    async stage(changes: Omit<Changes, 'synonyms'>, readPart: ReadFilePart): Promise<void> {
      const uses = new Map(changes.put.flatMap((stored) => (stored.uses ?? []).map((use) => [use.hash, use])))
      const batch = staging.prepare({ ...changes, isTaking: true })
      await writing
      writing = write(batch, uses.values(), readPart)
      writing.catch(() => {})
    },
    /** Shows all that was staged, and forgets what was there before. Resolves with the milliseconds that the change took. */
    async show(synonyms: Changes['synonyms'], changed: number): Promise<number> {
      await writing
      if (await isFirst())
        await alone(async (tx) => {
          await tx.unsafe(`SET LOCAL maintenance_work_mem = '${indexMemory}'`)
          await tx.unsafe(index.create)
        })
      const began = performance.now()
      await alone((tx) => staging.switchTo(tx, synonyms))
      const took = performance.now() - began
      while (await alone((tx) => staging.clean(tx)));
      await alone(async (tx) => {
        await tx.unsafe(
          `DELETE FROM ${schema}.bytes WHERE NOT EXISTS (SELECT 1 FROM ${schema}.used WHERE used.hash = bytes.hash)`,
        )
        await staging.count(tx, changed)
      })
      return took
    },
    async close(): Promise<void> {
      await lock?.release()
      await sql.end({ timeout: 1 })
    },
  }
}
