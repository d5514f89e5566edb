import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { databaseUrl } from './support/postgres.ts'

test('a PostgreSQL runs', async () => {
  const sql = postgres(await databaseUrl())
  onTestFinished(() => sql.end())
  expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
})
