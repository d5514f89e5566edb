/** Makes the tables, or brings those of an older version up to date. */
import { unbounded, type Writer } from './database.ts'
import { numberIn } from '../columns.ts'
import { migrations, quoteName } from './tables.ts'

/** Only one process at a time changes the tables of a schema: the lock is held by its name. */
export const migrate = async (sql: Writer, name: string): Promise<void> => {
  const schema = quoteName(name)
  await sql.begin(async (tx) => {
    await tx.unsafe(unbounded)
    await tx.unsafe(`SELECT pg_advisory_xact_lock(hashtext('maqal tables'), hashtext($1))`, [name])
    await tx.unsafe(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    await tx.unsafe(`CREATE TABLE IF NOT EXISTS ${schema}.about (version integer NOT NULL)`)
    const [row] = await tx.unsafe(`SELECT coalesce(max(version), 0) AS version FROM ${schema}.about`)
    const version = numberIn(row, 'version')
    const due = migrations(schema).slice(version)
    for (const migration of due) await tx.unsafe(migration)
    // Of a table that was never counted PostgreSQL expects a thousand rows.
    await tx.unsafe(`ANALYZE ${schema}.state`)
    if (due.length > 0) await tx.unsafe(`INSERT INTO ${schema}.about VALUES ($1)`, [version + due.length])
  })
}
