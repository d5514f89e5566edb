/** Measures articles in PostgreSQL beside those in SQLite: `npm run bench:postgres -- --help`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { makeServer } from '../tests/support/postgres-server.ts'
import { keepChildren } from './children.ts'
import { assertRoom } from './corpus.ts'
import { describeMachine } from './machine.ts'
import { runMain } from './main.ts'
import { type Asked, measureAnswers } from './postgres-ask.ts'
import { type Fill, measureFill, type Taken } from './postgres-fill.ts'
import { number, table } from './report.ts'
import { say } from './rounds.ts'

const help = `npm run bench:postgres -- [--sizes N,…] [--out FILE]

  --sizes  how many articles (10000,100000)
  --out    the file that the figures are written to (bench/postgres.md)

Starts a PostgreSQL of its own. With DATABASE_URL it makes a database beside that one, and deletes it; COPY and the CPU of
PostgreSQL are not measured then.
`

const root = join(import.meta.dirname, '..')

const fillTable = (count: number, fill: Fill): string => {
  const row = (title: string, { seconds, cpu, databaseCpu }: Taken, of: Taken) => [
    title,
    number(seconds),
    number(Math.round(count / seconds)),
    (seconds / of.seconds).toFixed(2),
    number(cpu),
    number(databaseCpu),
    ((cpu + (Number.isNaN(databaseCpu) ? 0 : databaseCpu)) / (of.cpu + of.databaseCpu)).toFixed(2),
  ]
  return table([
    ['', 's', 'articles/s', 'of COPY', 'CPU s', 'CPU s, PostgreSQL', 'CPU, of COPY'],
    row('the rows alone, by COPY', fill.copy, fill.copy),
    row('maqal publish', fill.publish, fill.copy),
    row('an index of SQLite', fill.index, fill.copy),
    row('maqal publish, nothing changed', fill.again, fill.copy),
    row('an index of SQLite, nothing changed', fill.indexAgain, fill.copy),
    row('maqal publish, 1 % changed', fill.changed, fill.copy),
  ]).join('\n')
}

const bytesLine = (count: number, { files, database, index }: Fill['bytes']): string => {
  const each = (bytes: number) => `${number(bytes / count / 1000)} KB (${(bytes / files).toFixed(2)})`
  return `An article takes ${each(files)} as a file, ${each(database)} in PostgreSQL and ${each(index)} in SQLite.`
}

const answerTable = (asked: Asked[]): string => {
  const ratio = (value: number, to: number) => `${number(value)} (${(value / to).toFixed(2)})`
  return table([
    [
      '',
      'SQLite: p50 ms',
      'p99 ms',
      'CPU ms',
      'PostgreSQL: p50 ms',
      'p99 ms',
      'CPU ms',
      'CPU ms, PostgreSQL',
    ],
    ...asked.map(({ title, index, database }) => [
      title,
      number(index.p50),
      number(index.p99),
      number(index.cpu),
      ratio(database.p50, index.p50),
      ratio(database.p99, index.p99),
      number(database.cpu),
      number(database.databaseCpu),
    ]),
  ]).join('\n')
}

type Database = { url: string; pid: number | undefined; remove: () => Promise<void> }

/** A database of its own on a server that is there. */
const makeDatabase = async (url: string): Promise<Database> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const name = `maqal_bench_${process.pid}`
  await sql.unsafe(`CREATE DATABASE ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const remove = async () => {
    await sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)
    await sql.end()
  }
  return { url: own.href, pid: undefined, remove }
}

const openDatabase = async (): Promise<Database> => {
  const given = process.env['DATABASE_URL']
  if (given !== undefined) return makeDatabase(given)
  const server = await makeServer()
  await server.start()
  process.on('exit', () => server.signal('SIGKILL'))
  return { url: server.url(), pid: server.pid(), remove: () => server.remove() }
}

const sectionOf = async (count: number): Promise<string> => {
  const load = () => loadavg()[0]?.toFixed(1)
  const before = load()
  const home = mkdtempSync(join(tmpdir(), 'maqal-bench-'))
  const clear = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', clear)
  const database = await openDatabase()
  try {
    assertRoom(home, 2 * count)
    const folder = join(home, 'articles')
    mkdirSync(folder)
    const place = { children: keepChildren([], root), folder, index: join(home, 'index.db') }
    const fill = await measureFill({ ...database, place, count })
    say(fillTable(count, fill))
    const asked = await measureAnswers(place, { ...database, count })
    const loads = `Load ${before} before it, ${load()} after it.`
    const parts = [fillTable(count, fill), bytesLine(count, fill.bytes), answerTable(asked), loads]
    return [`## ${number(count)} articles`, ...parts].join('\n\n')
  } finally {
    await database.remove()
    clear()
  }
}

const main = async () => {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10000,100000' },
      out: { type: 'string', default: join(root, 'bench/postgres.md') },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return say(help)
  const sizes = values.sizes.split(',').map(Number)
  if (!sizes.every((size) => Number.isInteger(size) && size >= 100))
    throw new Error('--sizes takes whole numbers from 100')
  const where =
    process.env['DATABASE_URL'] === undefined
      ? 'PostgreSQL 18 on the same machine, with shared_buffers of 64 MB and without fsync'
      : 'PostgreSQL at DATABASE_URL'
  const about = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}. ${where}. Articles of 10 KB of text with words as common as Zipf’s law has them. The rows alone are those that publish wrote, by COPY from files of PostgreSQL’s own machine into the same tables with the same indexes. An index is measured from the start of maqal to its first answer. Answers are made anew each time, from one connection, in rounds of SQLite and PostgreSQL in turn; medians of three, and in brackets the ratio to SQLite. CPU is for each request.`
  const sections: string[] = []
  for (const size of sizes) {
    sections.push(await sectionOf(size))
    writeFileSync(values.out, `# Articles in PostgreSQL\n\n${about}\n\n${sections.join('\n\n')}\n`)
  }
  say(`\n${sections.join('\n\n')}`)
}

await runMain(main)
