/** Brings articles into a database in batches, which one short change then shows. */
import type { TransactionSql } from 'postgres'
import { digestOfStored } from '../sqlite/fingerprint.ts'
import type { Changes, FileRecord, FileUse, ReadFilePart } from '../library.ts'
import { bytesOfRow, manyChanged } from './limits.ts'
import { openWriter } from './database.ts'
import { migrate } from './migrate.ts'
import { numberIn } from '../columns.ts'
import { createStaging } from './staging.ts'
import { quoteName } from './tables.ts'

/** Thrown where another process publishes to the same database now. */
export class PublishingElsewhere extends Error {}

/** `isTrial` makes no tables and takes no lock: files can be asked for alone. */
type PublishingOptions = { url: string; schema?: string; now?: () => number; isTrial?: boolean }

/**
 * Holds the lock of writers for as long as its connection lives. What an earlier one has written and never shown is gone on
 * with: it is among `files`.
 */
export const openPublishing = async ({
  url,
  schema: name = 'maqal',
  now = Date.now,
  isTrial = false,
}: PublishingOptions) => {
  const schema = quoteName(name)
  const sql = openWriter(url)
  const staging = createStaging({ schema, now, code: digestOfStored() })

  let isEmpty = false

  const begin = async (): Promise<number> => {
    if (isTrial) {
      const [row] = await sql.unsafe(`SELECT pg_backend_pid() AS pid, to_regclass($1) AS state`, [
        `${schema}.state`,
      ])
      isEmpty = row?.['state'] === null
      return numberIn(row, 'pid')
    }
    await migrate(sql, name)
    const [row] = await sql.unsafe(
      `SELECT pg_backend_pid() AS pid, pg_try_advisory_lock(hashtext('maqal'), hashtext($1)) AS is_held`,
      [name],
    )
    if (row?.['is_held'] !== true)
      throw new PublishingElsewhere('Another process publishes to this database now')
    return numberIn(row, 'pid')
  }

  const end = (): Promise<void> => sql.end({ timeout: 1 })

  const pid = await begin().catch(async (error: unknown) => {
    await end()
    throw error
  })

  /** One transaction on the connection that holds the lock: on another, a writer may have been here meanwhile. */
  const alone = async <Answer>(work: (tx: TransactionSql) => Promise<Answer>): Promise<Answer> =>
    (await sql.begin(async (tx) => {
      const [row] = await tx.unsafe('SELECT pg_backend_pid() AS pid')
      if (numberIn(row, 'pid') !== pid)
        throw new Error('The connection to the database was lost: publish again, it goes on from here')
      return work(tx)
    })) as Answer

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
    /** Writes a batch, of which nothing is answered yet, with the files that its articles use. */
    async stage(changes: Omit<Changes, 'synonyms'>, readPart: ReadFilePart): Promise<void> {
      const uses = new Map(changes.put.flatMap((stored) => (stored.uses ?? []).map((use) => [use.hash, use])))
      for (const use of uses.values()) await storeFile(use, readPart)
      await alone((tx) => staging.stage(tx, { ...changes, isTaking: true }))
    },
    /** Shows all that was staged, and forgets what was there before. Resolves with the milliseconds that the change took. */
    async show(synonyms: Changes['synonyms'], changed: number): Promise<number> {
      const began = performance.now()
      await alone((tx) => staging.switchTo(tx, synonyms))
      const took = performance.now() - began
      while (await alone((tx) => staging.clean(tx)));
      await sql.unsafe(
        `DELETE FROM ${schema}.bytes WHERE NOT EXISTS (SELECT 1 FROM ${schema}.used WHERE used.hash = bytes.hash)`,
      )
      if (changed >= manyChanged)
        for (const table of ['article', 'name', 'passage', 'kin'])
          await sql.unsafe(`ANALYZE ${schema}.${table}`)
      return took
    },
    close: end,
  }
}
