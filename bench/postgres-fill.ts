/** Brings a folder into a database and into an index of SQLite, and the same rows into bare tables. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { migrate } from '../src/library/postgres/migrate.ts'
import { cpuMicroseconds, endedMicroseconds } from './children.ts'
import { fileOf } from './corpus.ts'
import { startOn, stopGently, type Place } from './folder-starts.ts'
import { fileAt } from './search-corpus.ts'

/** Seconds; `cpu` is of maqal, `databaseCpu` of PostgreSQL: NaN where that is on another machine. */
export type Taken = { seconds: number; cpu: number; databaseCpu: number }

export type Fill = {
  publish: Taken
  copy: Taken
  index: Taken
  again: Taken
  indexAgain: Taken
  changed: Taken
  /** Bytes of the files, of the database and of the index. */
  bytes: { files: number; database: number; index: number }
}

export type Target = { url: string; pid: number | undefined; place: Required<Place>; count: number }

/** Writes some articles' files; editions differ in the title. Returns their bytes. */
export const writeFiles = (folder: string, numbers: readonly number[], edition: string): number =>
  numbers.reduce((bytes, number) => {
    const file = join(folder, fileOf(number))
    mkdirSync(dirname(file), { recursive: true })
    const article = fileAt(number)
    const content = Buffer.from(JSON.stringify({ ...article, title: article.title + edition }, null, 2))
    writeFileSync(file, content)
    return bytes + content.length
  }, 0)

const timed = async (pid: number | undefined, work: () => Promise<number>): Promise<Taken> => {
  const cpuOf = () => (pid === undefined ? Number.NaN : (cpuMicroseconds(pid) ?? Number.NaN))
  const [began, before] = [performance.now(), cpuOf()]
  const cpu = await work()
  const seconds = (performance.now() - began) / 1000
  return { seconds, cpu: cpu / 1e6, databaseCpu: (cpuOf() - before) / 1e6 }
}

const publish = ({ url, pid, place }: Target): Promise<Taken> =>
  timed(pid, async () => {
    const before = endedMicroseconds()
    const argv = ['src/start.js', 'publish', place.folder, '--database-url', url]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    if (code !== 0) throw new Error(`maqal publish ended with ${code}: ${errors}`)
    return endedMicroseconds() - before
  })

/** A start of maqal on the folder, until its first answer; the index is kept. */
const startIndex = async ({ place }: Target): Promise<Taken> => {
  const running = await startOn(place)
  await stopGently(place, running)
  const { milliseconds, cpu } = running.start
  return { seconds: milliseconds / 1000, cpu: cpu / 1000, databaseCpu: Number.NaN }
}

type Sql = ReturnType<typeof postgres>

const tablesOf = async (sql: Sql): Promise<string[]> => {
  const rows = await sql`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'maqal'::regnamespace AND relkind = 'r'
      AND relname NOT IN ('about', 'state')`
  return rows.map(({ name }) => String(name))
}

const unknown: Taken = { seconds: Number.NaN, cpu: Number.NaN, databaseCpu: Number.NaN }

/** The rows that were published, by COPY from files of the server, into the same tables with the same indexes in a schema of their own. */
const copyRows = async (sql: Sql, { pid }: Target): Promise<Taken> => {
  if (pid === undefined) return unknown
  const [row] = await sql`SHOW data_directory`
  const tables = (await tablesOf(sql)).map((table) => ({
    table,
    file: join(String(row?.['data_directory']), `${table}.copy`),
  }))
  for (const { table, file } of tables) await sql.unsafe(`COPY maqal.${table} TO '${file}'`)
  await migrate(sql, 'copied')
  const taken = await timed(pid, async () => {
    for (const { table, file } of tables) await sql.unsafe(`COPY copied.${table} FROM '${file}'`)
    return 0
  })
  await sql.unsafe('DROP SCHEMA copied CASCADE')
  return taken
}

const databaseBytes = async (sql: Sql): Promise<number> => {
  const [row] = await sql`
    SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class
    WHERE relnamespace = 'maqal'::regnamespace AND relkind = 'r'`
  return Number(row?.['bytes'])
}

/** Every way to bring them in; at the end 1 % are of another edition, in the database and in the index. */
export const measureFill = async (target: Target): Promise<Fill> => {
  const { url, place, count } = target
  const numbers = Array.from({ length: count }, (_, number) => number)
  const files = writeFiles(place.folder, numbers, '')
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const first = await publish(target)
    const database = await databaseBytes(sql)
    const copy = await copyRows(sql, target)
    const index = await startIndex(target)
    const again = await publish(target)
    const indexAgain = await startIndex(target)
    writeFiles(
      place.folder,
      numbers.filter((number) => number % 100 === 7),
      ' ثانية',
    )
    const changed = await publish(target)
    // As PostgreSQL does by itself within a minute, which would be while answers are measured.
    await sql.unsafe('VACUUM')
    const bytes = { files, database, index: statSync(place.index).size }
    return { publish: first, copy, index, again, indexAgain, changed, bytes }
  } finally {
    await sql.end()
  }
}
