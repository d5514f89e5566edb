import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/library/postgres/database.ts'
import { openPublishing } from '../src/library/postgres/publishing.ts'
import { databaseUrl, newSchema } from './support/postgres.ts'

test('questions that are given up leave their connections to others', async () => {
  const database = openDatabase({ url: await databaseUrl(), timeout: 20_000 })
  onTestFinished(() => database.close())
  for (let round = 0; round < 4; round += 1) {
    const stop = new AbortController()
    const given = Array.from({ length: 8 }, () =>
      database.read(async (ask) => {
        await ask('SELECT 1')
        setImmediate(() => stop.abort(new Error('given up')))
        await Promise.all([ask('SELECT pg_sleep(1)'), ask('SELECT 2'), ask('SELECT 3')])
      }, stop.signal),
    )
    for (const { status } of await Promise.allSettled(given)) expect(status).toBe('rejected')
    const numbers = Array.from({ length: 64 }, (_, number) => number)
    const answers = numbers.map((number) => database.ask(`SELECT ${number} AS answer`, []))
    expect((await Promise.all(answers)).map(([row]) => row?.['answer'])).toEqual(numbers)
  }
})

test('publish: once its lock is lost it changes nothing more', async () => {
  const { url, schema } = await newSchema()
  const publishing = await openPublishing({ url, schema })
  onTestFinished(() => publishing.close())
  const sql = postgres(url, { max: 1 })
  onTestFinished(() => sql.end())
  await expect(openPublishing({ url, schema })).rejects.toThrow('Another process publishes')
  await sql`SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND objid = hashtext(${schema})::oid`
  const other = await openPublishing({ url, schema })
  await expect(publishing.files()).rejects.toThrow('publish again')
  expect(await other.files()).toEqual([])
  await other.close()
})
