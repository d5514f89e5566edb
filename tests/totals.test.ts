import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import type { Filter, Library } from '../src/library/library.ts'
import { openPostgresLibrary, openReading } from '../src/library/postgres/postgres.ts'
import { parseSearch } from '../src/search/query.ts'
import { libraryOf, stored, written } from './support/app.ts'
import { newSchema } from './support/postgres.ts'

/** Totals and words that are remembered are those of the state that an answer is of. */

type Where = Awaited<ReturnType<typeof newSchema>>

const timeout = 20_000

const openWriter = (where: Where) => {
  const library = openPostgresLibrary({ ...where, timeout })
  onTestFinished(() => library.close())
  return library
}

const openReader = (where: Where, now = Date.now) => {
  const reading = openReading({ ...where, timeout, now })
  onTestFinished(() => reading.close())
  return reading
}

const put = async (where: Where, files: readonly ReturnType<typeof written>[]): Promise<void> => {
  const source = await libraryOf([...files])
  const read = await Promise.all(files.map(({ id = '' }) => source.preview.article(id)))
  const articles = read.flatMap(({ article }) => (article === null ? [] : [stored(article)]))
  await openWriter(where).apply({ put: articles, touch: [], remove: [] })
}

const totalOf = async (library: Library, filter: Filter = {}): Promise<number> => {
  const { total, items } = await library.articles({ page: 1, limit: 10, filter })
  expect(items.length).toBe(total)
  return total
}

const found = async (library: Library, q: string): Promise<number> => {
  const search = parseSearch(q, { isPrefix: false })
  if ('problem' in search) throw new Error(search.problem)
  return (await library.search({ page: 1, limit: 10, filter: {}, search })).total
}

test('a total is counted anew where another process has changed the articles', async () => {
  const where = await newSchema()
  await put(where, [written('one', { tags: ['red'] })])
  const { library } = openReader(where)
  for (let time = 0; time < 2; time += 1)
    expect([await totalOf(library), await totalOf(library, { tag: 'red' })]).toEqual([1, 1])
  await put(where, [written('two', { tags: ['blue'] })])
  expect([await totalOf(library), await totalOf(library, { tag: 'red' })]).toEqual([2, 1])
})

test('a total is counted anew where an article falls due, and where the clock is set back', async () => {
  const where = await newSchema()
  await put(where, [written('one'), written('later', { datePublished: '2030-01-01' })])
  const clock = { now: Date.UTC(2026, 0) }
  const { library, preview } = openReader(where, () => clock.now)
  const totals = async () => [await totalOf(library), await totalOf(preview)]
  for (const [now, expected] of [
    [Date.UTC(2026, 0), 1],
    [Date.UTC(2029, 11, 31), 1],
    [Date.UTC(2030, 0), 2],
    [Date.UTC(2026, 0), 1],
  ] as const) {
    clock.now = now
    expect(await totals()).toEqual([expected, 2])
  }
})

test('nothing is remembered of a database that is another now, though its revision is the same', async () => {
  const where = await newSchema()
  const text = (words: string) => ({ sections: [{ paragraphs: [words] }] })
  await put(where, [written('one', text('alpha')), written('two', text('alpha'))])
  const { library, changed } = openReader(where)
  expect([await totalOf(library), await found(library, 'zeppelin'), await found(library, 'alpha')]).toEqual([
    2, 0, 2,
  ])
  const sql = postgres(where.url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  await sql.unsafe(`DROP SCHEMA "${where.schema}" CASCADE`)
  await put(where, [written('one', text('zeppelin'))])
  changed('all')
  expect([await totalOf(library), await found(library, 'zeppelin'), await found(library, 'alpha')]).toEqual([
    1, 1, 0,
  ])
})
