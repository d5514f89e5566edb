import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Engine } from '../../src/library/library.ts'
import { openPostgresLibrary } from '../../src/library/postgres/postgres.ts'
import { afterTest } from './after-test.ts'

/** The address of the PostgreSQL of this run of the tests, which is started where it does not run yet. */
export const databaseUrl = async (): Promise<string> => {
  const answer = await text(connect(inject('databasePort'), '127.0.0.1'))
  if (answer.startsWith('!')) throw new Error(answer)
  return answer
}

/** A schema of its own, which is gone after the test. */
export const newSchema = async (): Promise<{ url: string; schema: string }> => {
  const url = await databaseUrl()
  const schema = `maqal ${randomUUID()}`
  afterTest(async () => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql.unsafe(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
    await sql.end()
  })
  return { url, schema }
}

/** The address of a database of its own, which is empty. */
export const newDatabase = async (): Promise<string> => {
  const url = await databaseUrl()
  const name = `maqal_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string): Promise<void> => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql.unsafe(statement)
    await sql.end()
  }
  await run(`CREATE DATABASE ${name}`)
  afterTest(() => run(`DROP DATABASE ${name} WITH (FORCE)`))
  return url.replace(/[^/]*$/, name)
}

/** Milliseconds that a question may take: the machine of a test may have much else to do. */
const timeout = 20_000

/** An empty library in PostgreSQL. */
export const openDatabaseLibrary = async (options: { now?: () => number } = {}): Promise<Engine> => {
  const library = openPostgresLibrary({ ...(await newSchema()), timeout, ...options })
  afterTest(() => library.close())
  return library
}
